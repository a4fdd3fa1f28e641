import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { type Preflight, usePreflight, useRemoveFile, useSeatFiles } from '../../api/seat-files.ts'
import type { SeatFileView } from '../../api/types.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { FileLookDrawer } from './file-look.tsx'
import { WriteFileDialog } from './file-write.tsx'
import { Findings } from './findings.tsx'

interface FilesProps {
  readonly seatId: string
  /** Beside a notebook: names with what may be done, no columns. */
  readonly compact?: boolean
}

/** The seat's own file area: what is in it, what the rules would find, and the one way out. */
export function SeatFiles({ seatId, compact = false }: FilesProps) {
  const { t } = useFormat()
  const files = useSeatFiles(seatId)
  const drop = useRemoveFile(seatId)
  const check = usePreflight(seatId)
  const [open, setOpen] = useState('')
  const [writing, setWriting] = useState(false)
  const [found, setFound] = useState<Preflight | null>(null)
  const look = (path: string) => check.mutate(path, { onSuccess: ({ items }) => setFound(items[0] ?? null) })
  const acts = (file: SeatFileView) =>
    file.kind === 'file' ? (
      <span className="row">
        <Button
          size="small"
          loading={check.isPending && check.variables === file.path}
          onClick={() => look(file.path)}
        >
          {t('seatFile.check')}
        </Button>
        <LinkButton small to={`/airlock/new?seat=${seatId}&path=${encodeURIComponent(file.path)}`}>
          {t('seatFile.takeOut')}
        </LinkButton>
        <Popconfirm
          title={t('seatFile.removeAsk', { path: file.path })}
          okText={t('seatFile.remove')}
          cancelText={t('common.cancel')}
          onConfirm={() => drop.mutate(file.path)}
        >
          <Button size="small" aria-label={t('seatFile.removeOf', { path: file.path })}>
            {'✕'}
          </Button>
        </Popconfirm>
      </span>
    ) : (
      <Chip meaning="warn">{t(`seatFile.kind.${file.kind}`)}</Chip>
    )
  const name = (file: SeatFileView) =>
    file.kind === 'file' ? (
      <button type="button" className="plain-button link break" onClick={() => setOpen(file.path)}>
        <code>{file.path}</code>
      </button>
    ) : (
      <code className="break">{file.path}</code>
    )
  return (
    <div className="stack tight">
      <div className="row">
        <p className="faint files-about">{t('seatFile.about')}</p>
        <Button size="small" onClick={() => setWriting(true)}>
          {t('seatFile.write')}
        </Button>
      </div>
      {(drop.error ?? check.error) ? <Problem error={drop.error ?? check.error} /> : null}
      {found && <Findings of={found} onClose={() => setFound(null)} />}
      <Loaded of={files} lines={4}>
        {({ items }) => {
          const shown = items.filter((file) => file.kind !== 'folder')
          if (shown.length === 0) return <Empty title={t('seatFile.none')} hint={t('seatFile.noneHint')} />
          if (compact)
            return (
              <ul className="items files">
                {shown.map((file) => (
                  <li key={file.path}>
                    <span>
                      {name(file)}
                      <div className="faint">{bytes(file.bytes)}</div>
                    </span>
                    {acts(file)}
                  </li>
                ))}
              </ul>
            )
          return (
            <Table
              caption={t('seatFile.title')}
              rows={shown}
              rowKey={(file) => file.path}
              columns={[
                { key: 'path', title: t('seatFile.path'), cell: name },
                { key: 'bytes', title: t('seatFile.size'), numeric: true, cell: (file) => bytes(file.bytes) },
                { key: 'at', title: t('seatFile.changed'), cell: (file) => <When at={file.modifiedAt} /> },
                { key: 'acts', title: t('common.actions'), cell: acts },
              ]}
            />
          )
        }}
      </Loaded>
      {open !== '' && <FileLookDrawer seatId={seatId} path={open} onClose={() => setOpen('')} />}
      {writing && <WriteFileDialog seatId={seatId} onClose={() => setWriting(false)} />}
    </div>
  )
}
