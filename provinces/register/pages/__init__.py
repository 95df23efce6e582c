"""The pages of the register: its lists, an organisation, and the forms for what happens to it."""
