"""The product in real Jupyter kernels, terminals and headless runs."""
