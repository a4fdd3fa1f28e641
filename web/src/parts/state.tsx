import { useTranslation } from 'react-i18next'
import { Chip, type Meaning } from './chip.tsx'

/** State → meaning. What is not named here is neutral. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = {
  contract: {
    signing: 'warn',
    filing: 'warn',
    active: 'ok',
    suspended: 'warn',
    ended: 'none',
    void: 'no',
  },
  request: { waiting: 'warn', approved: 'ok', rejected: 'no', withdrawn: 'none' },
  approval: { waiting: 'warn', approved: 'ok', declined: 'no', cancelled: 'none' },
  notice: { told: 'none', waiting: 'warn', allowed: 'ok', vetoed: 'no' },
  product: { draft: 'none', published: 'ok', withdrawn: 'none' },
  offer: { open: 'ok', withdrawn: 'none' },
  run: {
    released: 'ok',
    granted: 'warn',
    running: 'warn',
    withheld: 'warn',
    denied: 'no',
    conditional: 'warn',
    refused: 'no',
    failed: 'no',
    lost: 'no',
    cancelled: 'none',
  },
  job: { queued: 'none', active: 'warn', done: 'ok', failed: 'no', cancelled: 'none' },
  decision: { allowed: 'ok', conditional: 'warn', denied: 'no', 'denied-by-default': 'no' },
  participant: { active: 'ok', suspended: 'no' },
  user: { active: 'ok', invited: 'warn', suspended: 'no', locked: 'no' },
  check: { ok: 'ok', degraded: 'warn', warn: 'warn', failed: 'no', missing: 'warn' },
  source: { active: 'ok', idle: 'none', failing: 'no', paused: 'warn' },
  feed: { active: 'ok', failing: 'no', paused: 'warn' },
  dataset: { active: 'ok', ready: 'ok', empty: 'none', retired: 'none' },
  airlock: {
    draft: 'none',
    checking: 'warn',
    review: 'warn',
    differ: 'warn',
    returned: 'warn',
    approved: 'ok',
    released: 'ok',
    rejected: 'no',
    withdrawn: 'none',
    expired: 'none',
    revoked: 'no',
  },
  verdict: { pass: 'ok', review: 'warn', fail: 'no' },
  severity: { info: 'none', warning: 'warn', critical: 'no' },
  case: { open: 'warn', taken: 'warn', closed: 'ok' },
}

interface StateProps {
  readonly kind: keyof typeof MEANINGS
  readonly value: string
}

/** The state of a thing: colour, glyph and word. */
export function State({ kind, value }: StateProps) {
  const { t } = useTranslation()
  return <Chip meaning={MEANINGS[kind]?.[value] ?? 'none'}>{t(`state.${kind}.${value}`)}</Chip>
}
