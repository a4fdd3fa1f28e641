import type { RiskFigures } from '../../api/treat.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Num } from '../../parts/say.tsx'

interface Props {
  readonly risk: RiskFigures
  readonly threshold?: { readonly minK: number; readonly maxRisk: number }
  readonly passes?: boolean
}

/** The figures of a result: how alone its records stand, and what that makes of the risk to be found again. */
export function Risk({ risk, threshold, passes }: Props) {
  const { t } = useFormat()
  const most = Math.max(1, ...risk.sizes.map((one) => one.records))
  const facts = [
    { key: 'k', name: t('deidentify.k'), value: <Num value={risk.k} /> },
    { key: 'uniques', name: t('deidentify.uniques'), value: percent(risk.uniques) },
    {
      key: 'prosecutor',
      name: t('deidentify.prosecutor'),
      value: t('deidentify.maxMean', {
        max: percent(risk.prosecutor.max),
        mean: percent(risk.prosecutor.mean),
      }),
    },
    {
      key: 'journalist',
      name: t('deidentify.journalist'),
      value: t('deidentify.maxMean', {
        max: percent(risk.journalist.max),
        mean: percent(risk.journalist.mean),
      }),
    },
    { key: 'marketer', name: t('deidentify.marketer'), value: percent(risk.marketer) },
    {
      key: 'population',
      name: t('deidentify.population'),
      value: t(`deidentify.populations.${risk.population}`),
    },
    ...(risk.diversity
      ? [
          {
            key: 'diversity',
            name: t('deidentify.diversity'),
            value: t('deidentify.lValues', {
              distinct: risk.diversity.distinct,
              entropy: risk.diversity.entropy.toFixed(2),
            }),
          },
          { key: 'closeness', name: t('deidentify.closeness'), value: risk.diversity.closeness.toFixed(3) },
        ]
      : []),
  ]
  return (
    <div className="stack">
      {passes !== undefined && threshold && (
        <div className="row">
          <Chip meaning={passes ? 'ok' : 'no'}>{t(passes ? 'deidentify.passes' : 'deidentify.fails')}</Chip>
          <span className="faint">
            {t('grading.threshold', { k: threshold.minK, risk: threshold.maxRisk })}
          </span>
        </div>
      )}
      <Facts rows={facts} />
      <div>
        <h3>{t('deidentify.sizes')}</h3>
        <p className="faint">
          {t(`deidentify.unit.${risk.unit}`, { count: risk.records, classes: risk.classes })}
        </p>
        <dl className="facts one">
          {risk.sizes.map((one) => (
            <div key={one.size}>
              <dt>{t('deidentify.classOf', { size: one.size })}</dt>
              <dd>
                <div className="row">
                  <div className="bar" aria-hidden="true" style={{ flex: 1, minWidth: 60 }}>
                    <i style={{ width: `${(one.records / most) * 100}%` }} />
                  </div>
                  <Num value={one.records} />
                </div>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}
