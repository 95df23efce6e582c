"""The cluster's arithmetic, in one place: pages, charts and documents only present its results."""
