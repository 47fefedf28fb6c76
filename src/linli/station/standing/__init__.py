"""Account classes and grades, strikes that expire, reporters' accuracy: public criteria, shown to the owner."""
