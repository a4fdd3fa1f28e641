import { useTranslation } from 'react-i18next'
import { reasonZh } from '../../../../src/safeguard/evidence/verifier/index.ts'
import { exact } from '../../lib/format.ts'
import { useSaying } from '../../lib/use-saying.ts'
import { Facts } from '../../parts/facts.tsx'
import { Card } from '../../parts/page.tsx'
import { Hash, When } from '../../parts/say.tsx'
import type { Checked, StepState } from './check-receipt.ts'
import { Subjects } from './subjects.tsx'

const SIGN: Readonly<Record<StepState, { sign: string; look: string }>> = {
  passed: { sign: '✓', look: 'ok' },
  failed: { sign: '✗', look: 'no' },
  'not-reached': { sign: '–', look: 'faint' },
  absent: { sign: '–', look: 'faint' },
}

/** Each step with ✓ or ✗, where it failed and why, and what a good receipt says. */
export function Findings({ checked }: { readonly checked: Checked }) {
  const { t, i18n } = useTranslation()
  const say = useSaying()
  const { verdict, trusted, destroyed } = checked
  const reason = (why: string) => (i18n.language.startsWith('zh') ? (reasonZh(why) ?? why) : why)
  return (
    <>
      <div className={`why ${verdict.ok ? 'ok' : ''}`} role="status">
        <p>
          <b className="head">
            <span aria-hidden="true">{verdict.ok ? '✓ ' : '⊘ '}</span>
            {t(verdict.ok ? 'verify.good' : 'verify.bad')}
          </b>
        </p>
        <p>
          {verdict.ok
            ? t(trusted === 'space' ? 'verify.byThisSpace' : 'verify.byOwnKey')
            : t(`verify.failedAt.${verdict.where}`)}
        </p>
        {!verdict.ok && <p className="break">{reason(verdict.why)}</p>}
        {destroyed !== null && <p>{t('verify.destroyed', { count: destroyed })}</p>}
      </div>
      {verdict.ok && <Witnessed state={checked.witnessed} />}
      <Card title={t('verify.steps')}>
        <ul className="items">
          {checked.steps.map(({ step, state }) => (
            <li key={step}>
              <span>
                <b className={SIGN[state].look} aria-hidden="true">
                  {SIGN[state].sign}
                </b>{' '}
                {t(`verify.step.${step}`)}
              </span>
              <span className={SIGN[state].look}>{t(`verify.state.${state}`)}</span>
            </li>
          ))}
        </ul>
      </Card>
      {verdict.ok && (
        <Card title={t('verify.says')}>
          <Facts
            one
            rows={[
              { key: 'kind', name: t('evidence.kind'), value: say(verdict.entry.kind) },
              { key: 'at', name: t('evidence.at'), value: <When at={Date.parse(verdict.entry.at)} /> },
              {
                key: 'subject',
                name: t('evidence.subject'),
                value: <Subjects subject={verdict.entry.subject} whole />,
              },
              {
                key: 'leaf',
                name: t('evidence.leaf'),
                value: t('verify.leafOf', { leaf: exact(verdict.leaf), size: exact(verdict.size) }),
              },
              { key: 'origin', name: t('verify.origin'), value: <code>{verdict.origin}</code> },
              { key: 'signer', name: t('verify.signer'), value: <Hash value={verdict.signer} length={40} /> },
            ]}
          />
        </Card>
      )}
    </>
  )
}

/** A receipt without its quorum is no false one: the witnesses sign a little after the log. */
function Witnessed({ state }: { readonly state: boolean | null }) {
  const { t } = useTranslation()
  const word = state === null ? 'noPolicy' : state ? 'witnessQuorum' : 'noQuorum'
  return (
    <div className={`why ${state ? 'seal' : 'warn'}`}>
      <p>
        <b className="head">
          <span aria-hidden="true">{state ? '◈ ' : '◔ '}</span>
          {t('explore.witnessed')}
        </b>{' '}
        {t(`explore.${word}`)}
      </p>
    </div>
  )
}
