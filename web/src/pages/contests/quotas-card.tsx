import { Form, InputNumber } from 'antd'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import type { EditProps } from './scheme.tsx'

/** Numbers: who may enter, how many go on, how many win. */
export function QuotasCard({ scheme, readOnly, onChange }: EditProps) {
  const { t, name } = useFormat()
  const { entry } = scheme
  const number = (
    key: string,
    label: string,
    value: number | null,
    least: number,
    set: (value: number | null) => void,
  ) => (
    <Form.Item key={key} label={label} htmlFor={`quota-${key}`}>
      <InputNumber
        id={`quota-${key}`}
        disabled={readOnly}
        min={least}
        precision={0}
        value={value}
        onChange={(next) => set(typeof next === 'number' ? next : null)}
      />
    </Form.Item>
  )
  const entryNumber = (key: 'minMembers' | 'maxMembers' | 'maxBodies' | 'teamsPerPerson') =>
    number(key, t(`contest.${key}`), entry[key], 1, (value) =>
      onChange({ ...scheme, entry: { ...entry, [key]: value ?? entry[key] } }),
    )
  return (
    <Card title={t('contest.quotas')}>
      <Form layout="vertical" component="div">
        <div className="grid g4">
          {entryNumber('minMembers')}
          {entryNumber('maxMembers')}
          {entryNumber('maxBodies')}
          {entryNumber('teamsPerPerson')}
          {number('entry', t('contest.entryQuota'), entry.quota, 1, (quota) =>
            onChange({ ...scheme, entry: { ...entry, quota } }),
          )}
          {scheme.rounds.map((round, at) =>
            number(
              round.code,
              t('contest.quotaOf', { round: name(round.titleZh, round.titleEn) }),
              round.quota.total,
              1,
              (total) =>
                onChange({
                  ...scheme,
                  rounds: scheme.rounds.with(at, { ...round, quota: { ...round.quota, total } }),
                }),
            ),
          )}
          {scheme.awards.map((award, at) =>
            number(award.code, name(award.titleZh, award.titleEn), award.count, 1, (count) =>
              onChange({
                ...scheme,
                awards: scheme.awards.with(at, { ...award, count: count ?? award.count }),
              }),
            ),
          )}
        </div>
      </Form>
      {scheme.rounds
        .filter(({ quota }) => Object.keys(quota.perDivision).length > 0)
        .map((round) => (
          <p key={round.code} className="faint">
            {t('contest.perDivision', {
              round: name(round.titleZh, round.titleEn),
              each: scheme.divisions
                .filter(({ code }) => code in round.quota.perDivision)
                .map(
                  ({ code, titleZh, titleEn }) =>
                    `${name(titleZh, titleEn)} ${round.quota.perDivision[code]}`,
                )
                .join(' · '),
            })}
          </p>
        ))}
    </Card>
  )
}
