import '../../parts/seat/seat.css'
import { Button } from 'antd'
import type { Preflight } from '../../api/seat-files.ts'
import type { Finding } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'

const LOOK = {
  pass: { tone: 'ok', glyph: '✓' },
  review: { tone: 'warn', glyph: '◔' },
  fail: { tone: '', glyph: '⊘' },
} as const

interface FindingsProps {
  readonly of: Preflight
  readonly onClose?: () => void
}

/** What the rules found in a file before anybody was asked: rule and place, never the value. */
export function Findings({ of, onClose }: FindingsProps) {
  const { t } = useFormat()
  const { tone, glyph } = LOOK[of.verdict]
  return (
    <div className={`why ${tone}`} role="status">
      <p>
        <b className="head">
          <span aria-hidden="true">{glyph} </span>
          {t(`seatFile.verdict.${of.verdict}`)}
        </b>{' '}
        <code>{of.path}</code>
      </p>
      <FindingList findings={of.findings} />
      {onClose && (
        <Button size="small" onClick={onClose}>
          {t('common.close')}
        </Button>
      )}
    </div>
  )
}

/** Place, sentence and rule of each finding. */
export function FindingList({ findings }: { readonly findings: readonly Omit<Finding, 'verdict'>[] }) {
  const { pick } = useFormat()
  if (findings.length === 0) return null
  return (
    <ul className="findings">
      {findings.map((finding, place) => (
        <li key={`${finding.rule} ${finding.place} ${place}`}>
          <b>{finding.place}</b> {pick(finding)} <span className="code">{finding.rule}</span>
        </li>
      ))}
    </ul>
  )
}
