import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useNotebookToFile } from '../../api/notebooks.ts'
import { ApiError } from '../../api/error.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Menu } from '../../parts/menu.tsx'
import { Action } from '../../parts/reason.tsx'

interface ToolbarProps {
  readonly seatId: string
  readonly notebookId: string
  readonly busy: boolean
  readonly whyNot: string | false
  readonly onRunAll: () => void
  readonly onStop: () => void
  readonly onRestart: () => void
  readonly onHistory: () => void
  readonly onKeys: () => void
  readonly onSide: () => void
}

/** What concerns the whole notebook. */
export function Toolbar(props: ToolbarProps) {
  const { t } = useTranslation()
  const { pick } = useFormat()
  const navigate = useNavigate()
  const write = useNotebookToFile(props.seatId)
  const { busy, whyNot } = props
  const told = write.data
    ? t('notebook.written', { path: write.data.path })
    : write.error instanceof ApiError
      ? pick(write.error.text)
      : ''
  const more = [
    {
      items: [
        { key: 'restart', label: t('notebook.restart'), onClick: props.onRestart },
        { key: 'history', label: t('notebook.history'), onClick: props.onHistory },
        { key: 'keys', label: t('notebook.keys'), onClick: props.onKeys },
      ],
    },
    {
      items: [
        {
          key: 'file',
          label: t('notebook.toFile'),
          onClick: () => write.mutate(props.notebookId),
        },
        {
          key: 'out',
          label: t('notebook.takeOut'),
          onClick: () =>
            write.mutate(props.notebookId, {
              onSuccess: ({ path }) =>
                void navigate(`/airlock/new?seat=${props.seatId}&path=${encodeURIComponent(path)}`),
            }),
        },
      ],
    },
    {
      items: [
        {
          key: 'seat',
          label: t('notebook.toSeat'),
          onClick: () => void navigate(`/seats/${props.seatId}`),
        },
        {
          key: 'jobs',
          label: t('notebook.toJobs'),
          onClick: () => void navigate(`/seats/${props.seatId}?tab=jobs`),
        },
      ],
    },
  ]
  return (
    <>
      {told && (
        <span className="muted told" role="status">
          {told}
        </span>
      )}
      <button type="button" className="tool framed side-button" onClick={props.onSide}>
        {t('notebook.side')}
      </button>
      <Menu label={t('notebook.more')} groups={more} />
      <Action whyNot={!busy && t('notebook.nothingRuns')} onClick={props.onStop}>
        {t('notebook.interrupt')}
      </Action>
      <Action primary whyNot={whyNot} onClick={props.onRunAll}>
        {t('notebook.runAll')}
      </Action>
    </>
  )
}
