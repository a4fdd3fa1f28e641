import type { WorkView } from '../../api/contest-work.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'

/** Every thing that the form asks for: done, or what is missing. */
export function CheckList({ work }: { readonly work: WorkView }) {
  const { t, name } = useFormat()
  const missing = new Map(work.missing.map((one) => [one.field, one.why]))
  const asked = work.form.filter(({ required, code }) => required || missing.has(code))
  if (work.opening === 'over') return null
  return (
    <section className="card" aria-labelledby="work-check">
      <h2 id="work-check">{t('contestWork.check')}</h2>
      <ul className="work-list">
        {asked.map((field) => {
          const why = missing.get(field.code)
          return (
            <li key={field.code} className="row">
              <Chip meaning={why ? 'warn' : 'ok'}>
                {why ? t(`contestWork.missing.${why}`) : t('contestWork.done')}
              </Chip>
              <span>{name(field.titleZh, field.titleEn)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
