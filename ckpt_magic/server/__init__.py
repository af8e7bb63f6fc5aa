"""The server extension: what is in stores, for a browser, whether a kernel lives or not.

Responsible for REST over stores on this machine's disk: plain data out, the few things a person
may ask in. Refuses to load a pickle, to run anything, and to look outside the server's folder
and this package's own.
"""
