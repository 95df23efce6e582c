# Read by gunicorn where it is started, for the demo and in production.

# Bytes of an address with its method, the most that gunicorn allows. It refuses a longer one on a bare page
# in English, so the site's own page must come first: LongAddressMiddleware.
limit_request_line = 8190
