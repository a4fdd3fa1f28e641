import type { VerifyKindView } from '../../api/verification.ts'

/** Values that a question may carry as they stand. */
const SAMPLE: Readonly<Record<string, string | number>> = {
  date: '2025-06-30',
  insutype: '310',
  admdvs: '310000',
  months: 36,
  year: new Date().getFullYear() - 1,
}

export const sampleOf = (kind: VerifyKindView): Record<string, string | number> =>
  Object.fromEntries(kind.asks.map((ask) => [ask, SAMPLE[ask] ?? '']))

/** A call that can be sent as it stands once the number and the session are filled in. */
export function curlExample(origin: string, kind: VerifyKindView, contractId: string): string {
  const body = { contractId, certno: '…', ...sampleOf(kind) }
  return [
    `curl -X POST '${origin}/api${kind.path}' \\`,
    `  -b "xinyu_session=$SESSION" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  --data-binary @- <<'JSON'`,
    JSON.stringify(body, null, 2),
    'JSON',
  ].join('\n')
}

const ANSWERS: Readonly<Record<string, (kind: VerifyKindView) => object>> = {
  yes_no: () => ({ form: 'yes_no', yes: true }),
  band: ({ bands }) => ({ form: 'band', band: bands[2] ?? bands[0] ?? null }),
  score: () => ({ form: 'score', score: 80 }),
}

/** What comes back, shortened. */
export function replyExample(kind: VerifyKindView): string {
  const answer = ANSWERS[kind.form]?.(kind) ?? {}
  const reply = {
    runId: '…',
    kind: kind.code,
    version: kind.version,
    asked: sampleOf(kind),
    answer,
    receipt: {},
  }
  return JSON.stringify(reply, null, 2)
}
