"""What a value looks like on the way out: plain JSON, bounded here, and bounded again by the server."""
import base64
import datetime
import io
import math
import reprlib
import sys

CELL_TEXT = 2000
COLUMNS = 200
SAFE = (2 ** 53) - 1
short = reprlib.Repr()
short.maxstring = short.maxother = 100
short.maxlist = short.maxdict = short.maxtuple = short.maxset = 6


def plain(value):
    """A JSON value without surprises: no NaN, no integer that a browser would round."""
    if value is None or value is True or value is False:
        return value
    kind = type(value).__name__
    if kind in ('NaTType', 'NAType'):
        return None
    if hasattr(value, 'dtype') and hasattr(value, 'item') and getattr(value, 'shape', None) == ():
        value = value.item()
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, int):
        return int(value) if -SAFE <= value <= SAFE else str(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return value[:CELL_TEXT]
    if isinstance(value, (datetime.datetime, datetime.date)):
        text = value.isoformat()
        return text[:10] if text.endswith('T00:00:00') else text
    return str(value)[:CELL_TEXT]


def table(frame, most):
    """(event, cut): the first rows of a DataFrame or Series."""
    import pandas

    if isinstance(frame, pandas.Series):
        frame = frame.to_frame(name='value' if frame.name is None else frame.name)
    total = len(frame)
    part = frame.iloc[:most, :COLUMNS]
    if not isinstance(part.index, pandas.RangeIndex):
        part = part.reset_index() if not set(part.index.names) & set(part.columns) else part
    columns = [{'name': str(name)[:200], 'type': str(kind)[:60]} for name, kind in zip(part.columns, part.dtypes)]
    rows = [[plain(value) for value in row] for row in part.itertuples(index=False, name=None)]
    return {'kind': 'table', 'columns': columns, 'rows': rows, 'total': total}, len(rows) < total or frame.shape[1] > COLUMNS


def figures():
    """Every open figure as an image; they are closed, as the next cell begins with none."""
    pyplot = sys.modules.get('matplotlib.pyplot')
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        yield figure_event(figure)
    pyplot.close('all')


def figure_event(figure):
    for kind, mime, most in (('svg', 'image/svg+xml', 400_000), ('png', 'image/png', 4_000_000)):
        buffer = io.BytesIO()
        # No date, no program: what leaves later by the airlock says only what it shows.
        figure.savefig(buffer, format=kind, bbox_inches='tight', dpi=100, metadata={'Date': None} if kind == 'svg' else None)
        if buffer.tell() <= most:
            return {'kind': 'image', 'mime': mime, 'base64': base64.b64encode(buffer.getvalue()).decode()}
    return {'kind': 'text', 'stream': 'err', 'text': 'figure too large to be shown\n'}


def is_figure(value):
    return type(value).__name__ == 'Figure' and type(value).__module__.startswith('matplotlib')


def is_frame(value):
    pandas = sys.modules.get('pandas')
    return pandas is not None and isinstance(value, (pandas.DataFrame, pandas.Series))


def brief(value):
    """A short look that runs no code of the value's own class."""
    try:
        if is_frame(value) or type(value).__name__ == 'ndarray':
            return ' × '.join(str(size) for size in value.shape)
        if type(value).__module__ == 'builtins':
            return short.repr(value)[:120]
        return ''
    except Exception:
        return ''
