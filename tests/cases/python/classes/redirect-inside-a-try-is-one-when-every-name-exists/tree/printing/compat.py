"""Kept for old plug-ins; deprecated."""
try:
    from printing.queue import PrintJobFactory, get_print_job_factory
except ImportError as error:
    raise RuntimeError("the queue is not installed") from error

__all__ = ["PrintJobFactory", "get_print_job_factory"]
