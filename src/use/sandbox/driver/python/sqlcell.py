"""SQL cells: one SELECT on the project's tables; an interrupt reaches it through the progress handler."""
from _xinyu import tables


def run(code, interrupted):
    connection = tables.connection()
    connection.set_progress_handler(lambda: 1 if interrupted() else 0, 20_000)
    try:
        return tables.sql(code.strip().rstrip(';'))
    except Exception:
        if interrupted():
            raise KeyboardInterrupt from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
