import { Button } from 'antd'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import type { TeamPart } from './contest.tsx'

/** What each member signs for itself, with who signed already. */
export function Statements({ space, team, change, open }: TeamPart & { readonly open: boolean }) {
  const { t, name, list, pick } = useFormat()
  const { statements } = space.contest
  if (statements.length === 0) return null
  const own = team.members.find(({ entrantId }) => entrantId === space.entrantId)
  const members = team.members.filter(({ state }) => state === 'accepted')
  return (
    <section className="card">
      <h2>{t('contestEntry.statements')}</h2>
      <ul className="enter-list">
        {statements.map((one) => {
          const signed = own?.signed.includes(one.code) ?? false
          const missing = members.filter((member) => !member.signed.includes(one.code))
          return (
            <li key={one.code}>
              <b>{name(one.titleZh, one.titleEn)}</b>
              <p className="enter-text">{pick({ zh: one.textZh, en: one.textEn })}</p>
              {signed ? (
                <Chip meaning="ok">{t('contestEntry.signed')}</Chip>
              ) : (
                open && (
                  <Button
                    type="primary"
                    block
                    loading={change.sign.isPending}
                    onClick={() => change.sign.mutate({ code: one.code, digest: one.digest })}
                  >
                    {t('contestEntry.sign')}
                  </Button>
                )
              )}
              {missing.length > 0 && (
                <span className="faint">
                  {t('contestEntry.notSigned', {
                    names: list(missing.map((member) => member.name || t('contestEntry.noName'))),
                  })}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {change.sign.error ? <Problem error={change.sign.error} /> : null}
    </section>
  )
}
