"""`import xinyu`: the project's tables, its dictionary, what the team brought, and progress of a job."""
import json
import os
import sqlite3
import sys
import types

MAIN, OWN = '/tables/tables.sqlite', '/own/own.sqlite'
# Names of project tables opened since the last cell began: each opening is a step with evidence.
opened = set()
told_progress = []
_connection = None


def connection():
    """Read-only and immutable: no lock file, no journal; what the team brought is attached as `own`."""
    global _connection
    if _connection is None:
        source = f'file:{MAIN}?mode=ro&immutable=1' if os.path.exists(MAIN) else 'file::memory:'
        _connection = sqlite3.connect(source, uri=True, check_same_thread=False)
        if os.path.exists(OWN):
            _connection.execute(f"attach 'file:{OWN}?mode=ro&immutable=1' as own")
        _connection.set_authorizer(_note)
    return _connection


def _note(action, first, _second, schema, _inner):
    if action == sqlite3.SQLITE_ATTACH or action == sqlite3.SQLITE_DETACH:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and schema == 'main' and first and not first.startswith('sqlite_'):
        opened.add(first)
    return sqlite3.SQLITE_OK


def dictionary(folder='/tables'):
    """Tables and columns with their Chinese and English titles."""
    path = f'{folder}/dictionary.json'
    if not os.path.exists(path):
        return {'tables': []}
    with open(path, encoding='utf8') as file:
        return json.load(file)


def tables():
    """Names of the tables that this project may use."""
    return [table['name'] for table in dictionary()['tables']]


def sql(text, parameters=()):
    """A DataFrame of what a SELECT says."""
    import pandas

    cursor = connection().execute(text, parameters)
    if cursor.description is None:
        return None
    names = [column[0] for column in cursor.description]
    return pandas.DataFrame.from_records(cursor.fetchall(), columns=names, coerce_float=False)


def table(name, columns=None, where=None):
    """One table of the project, or part of it, with dates and whole numbers as such. `where` is a condition in SQL."""
    return _table('main', '/tables', name, columns, where)


def _table(schema, folder, name, columns, where):
    known = next((table for table in dictionary(folder)['tables'] if table['name'] == name), None)
    if known is None:
        raise KeyError(f'没有名为 {name} 的表 · no table {name}; xinyu.tables() lists them')
    types_of = {column['name']: column['type'] for column in known['columns']}
    for column in columns or ():
        if column not in types_of:
            raise KeyError(f'表 {name} 没有列 {column} · table {name} has no column {column}')
    chosen = ', '.join(quote(column) for column in columns or types_of)
    frame = sql(f'select {chosen} from {schema}.{quote(name)}{f" where {where}" if where else ""}')
    return typed(frame, types_of)


def own(name, columns=None, where=None):
    """A table that the team brought, or the path of a file below /own/files."""
    if any(table['name'] == name for table in dictionary('/own')['tables']):
        return _table('own', '/own', name, columns, where)
    path = os.path.normpath(f'/own/files/{name}')
    if path.startswith('/own/files/') and os.path.exists(path):
        return path
    raise KeyError(f'没有名为 {name} 的自带数据 · nothing named {name} was brought')


def progress(share):
    """How far a job is, 0 to 1."""
    share = min(1.0, max(0.0, float(share)))
    for tell in told_progress:
        tell(share)


def quote(name):
    return '"' + name.replace('"', '""') + '"'


def typed(frame, types_of):
    import pandas

    for name in frame.columns:
        kind = types_of.get(name)
        if kind in ('date', 'timestamp'):
            frame[name] = pandas.to_datetime(frame[name], errors='coerce')
        elif kind in ('integer', 'fen'):
            frame[name] = frame[name].astype('Int64' if frame[name].isna().any() else 'int64')
        elif kind == 'real':
            frame[name] = pandas.to_numeric(frame[name], errors='coerce')
        elif kind == 'boolean':
            frame[name] = frame[name].astype('boolean' if frame[name].isna().any() else 'bool')
    return frame


def publish():
    module = types.ModuleType('xinyu', __doc__)
    for function in (table, tables, dictionary, sql, own, progress):
        setattr(module, function.__name__, function)
    sys.modules['xinyu'] = module
