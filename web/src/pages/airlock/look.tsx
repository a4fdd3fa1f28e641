import { useTranslation } from 'react-i18next'
import { type FileLook, useLook } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Num } from '../../parts/say.tsx'
import { Watermark } from '../../parts/seat/watermark.tsx'
import { Table } from '../../parts/table.tsx'

/** A look at a file: bounded, watermarked, nothing to take along. */
export function Look({
  request,
  file,
  path,
}: {
  readonly request: string
  readonly file: string
  readonly path: string
}) {
  const look = useLook(request, file, true)
  return (
    <div className="airlock-look">
      <Watermark />
      <Loaded of={look}>{(data) => <Seen look={data} path={path} />}</Loaded>
    </div>
  )
}

type Row = Extract<FileLook, { kind: 'table' }>['rows'][number]

function Seen({ look, path }: { readonly look: FileLook; readonly path: string }) {
  const { t } = useTranslation()
  const { pick } = useFormat()
  if (look.kind === 'none') return <p className="muted">{pick(look)}</p>
  if (look.kind === 'image') return <img src={`data:${look.mime};base64,${look.base64}`} alt={path} />
  if (look.kind === 'text')
    return (
      <>
        <pre tabIndex={0}>{look.text}</pre>
        {look.cut && <p className="faint">{t('airlock.lookCut')}</p>}
      </>
    )
  return (
    <>
      <Table
        dense
        caption={path}
        rows={look.rows}
        rowKey={(_, place) => String(place)}
        columns={look.columns.map((name, place) => ({
          key: `${place}`,
          title: <span className="mono">{name}</span>,
          numeric: typeof look.rows[0]?.[place] === 'number',
          cell: (row: Row) => {
            const cell = row[place]
            return cell === null || cell === undefined ? <span className="faint">∅</span> : String(cell)
          },
        }))}
      />
      <p className="faint">
        {t('airlock.lookRows', { shown: look.rows.length })} <Num value={look.total} />
        {look.cut && ` · ${t('airlock.lookCut')}`}
      </p>
    </>
  )
}
