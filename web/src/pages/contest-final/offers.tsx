import '../../parts/risk/risk.css'
import { Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import {
  type FinalOffer,
  type FinalView,
  type OfferChoice,
  useOfferChoices,
} from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'

interface Props {
  readonly id: string
  readonly of: FinalView
  readonly value: readonly FinalOffer[]
  readonly onChange: (offers: FinalOffer[]) => void
}

/** Offers that finalists ask for; each line is for all or for one division, with the columns that its works need. */
export function Offers({ id, of, value, onChange }: Props) {
  const { t, name } = useFormat()
  const choices = useOfferChoices(id)
  const [adding, setAdding] = useState<string | null>(null)
  const labelOf = (one: OfferChoice) =>
    `${name(one.productTitleZh, one.productTitleEn)} · ${name(one.providerNameZh, one.providerNameEn)}`
  const change = (at: number, line: FinalOffer) =>
    onChange(value.map((one, place) => (place === at ? line : one)))
  return (
    <Loaded of={choices}>
      {({ items }) => (
        <div className="stack">
          <p className="muted">{t('contestFinal.offersAbout')}</p>
          {value.length === 0 && (
            <Empty title={t('contestFinal.noOffer')} hint={t('contestFinal.noOfferHint')} />
          )}
          {value.map((line, at) => {
            const choice = items.find((one) => one.id === line.offerId)
            return (
              <section key={`${line.offerId} ${line.division} ${line.teamId}`} className="final-offer">
                <div className="row wrap">
                  <b className="break">{choice ? labelOf(choice) : t('contestFinal.offerGone')}</b>
                  <span style={{ flex: 1 }} />
                  {line.teamId === null && (
                    <Select
                      aria-label={t('contestFinal.for')}
                      style={{ minWidth: 180 }}
                      value={line.division ?? ''}
                      onChange={(division: string) => change(at, { ...line, division: division || null })}
                      options={[
                        { value: '', label: t('contestFinal.forAll') },
                        ...of.divisions.map((one) => ({
                          value: one.code,
                          label: name(one.titleZh, one.titleEn),
                        })),
                      ]}
                    />
                  )}
                  <Button type="text" onClick={() => onChange(value.filter((_, place) => place !== at))}>
                    {t('contestFinal.removeOffer')}
                  </Button>
                </div>
                {choice && <Columns of={choice} line={line} onChange={(next) => change(at, next)} />}
              </section>
            )
          })}
          <div className="row wrap">
            <Select
              aria-label={t('contestFinal.chooseOffer')}
              placeholder={t('contestFinal.chooseOffer')}
              style={{ minWidth: 280, flex: 1 }}
              value={adding}
              onChange={setAdding}
              options={items.map((one) => ({ value: one.id, label: labelOf(one) }))}
              notFoundContent={t('contestFinal.noChoice')}
            />
            <Button
              disabled={adding === null}
              onClick={() => {
                onChange([...value, { offerId: adding!, division: null, teamId: null, columns: null }])
                setAdding(null)
              }}
            >
              {t('contestFinal.addOffer')}
            </Button>
          </div>
        </div>
      )}
    </Loaded>
  )
}

interface ColumnsProps {
  readonly of: OfferChoice
  readonly line: FinalOffer
  readonly onChange: (line: FinalOffer) => void
}

/** The minimal data set: nothing ticked off is asked for. */
function Columns({ of, line, onChange }: ColumnsProps) {
  const { t } = useFormat()
  const all = Object.fromEntries(of.tables.map(({ name, columns }) => [name, columns.map((one) => one.name)]))
  const chosen = line.columns ?? all
  const set = (table: string, columns: readonly string[]) => {
    const next = { ...chosen, [table]: [...columns] }
    if (columns.length === 0) delete next[table]
    const whole = of.tables.every(({ name }) => next[name]?.length === all[name]!.length)
    onChange({ ...line, columns: whole ? null : next })
  }
  return (
    <>
      {of.tables.map(({ name, columns }) => (
        <fieldset key={name} className="risk-table">
          <legend className="row">
            <b className="mono">{name}</b>
            <span className="faint">
              {t('risk.chosen', { count: chosen[name]?.length ?? 0, all: columns.length })}
            </span>
          </legend>
          <Checkbox.Group
            value={chosen[name] ?? []}
            onChange={(next) => set(name, next)}
            options={columns.map((one) => ({ value: one.name, label: one.name }))}
          />
        </fieldset>
      ))}
    </>
  )
}
