import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { TreeHead } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { When } from '../../../parts/say.tsx'
import { useRoom } from '../room.tsx'

interface DayFieldProps {
  readonly label: string
  readonly value: string | undefined
  readonly most?: string
  /** The last checkpoint of that day. */
  readonly found: TreeHead | null
  readonly onChange: (value: string | undefined) => void
}

export function DayField({ label, value, most, found, onChange }: DayFieldProps) {
  const { t } = useTranslation()
  const room = useRoom()
  return (
    <div className="stack tight">
      <label className="day-field">
        <b>{label}</b>
        <input
          type="date"
          value={value ?? ''}
          max={most}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      </label>
      {found ? (
        <span>
          <Link className="seal leaf" to={`${room.checkpoints}/${found.size}`}>
            {t('explore.checkpointOf', { size: exact(found.size) })}
          </Link>{' '}
          <span className="faint">
            <When at={found.at} />
          </span>
        </span>
      ) : (
        <span className="faint">{t('explore.lastOfDay')}</span>
      )}
    </div>
  )
}
