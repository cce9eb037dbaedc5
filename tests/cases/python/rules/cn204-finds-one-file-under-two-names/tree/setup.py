from setuptools import setup

setup(name="mint", package_dir={"": "src"})
