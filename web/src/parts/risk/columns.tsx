import './risk.css'
import { Button, Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { useProduct } from '../../api/supply.ts'
import type { OfferView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { openColumns } from './draft.ts'

interface ColumnsProps {
  readonly offer: OfferView
  readonly value: readonly string[]
  readonly onChange: (columns: readonly string[]) => void
}

/** The columns that are wanted, table by table, out of all that the offer opens. */
export function ColumnsField({ offer, value, onChange }: ColumnsProps) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const product = useProduct(offer.productId)
  const details = product.data?.details ?? []
  const tables = Map.groupBy(openColumns(offer), (field) => field.slice(0, field.indexOf('.')))
  const chosen = new Set(value)
  const set = (fields: readonly string[], on: boolean) =>
    onChange(on ? [...new Set([...value, ...fields])] : value.filter((field) => !fields.includes(field)))
  return (
    <div className="stack">
      {[...tables].map(([table, fields]) => {
        const detail = details.find((one) => one.name === table)
        const count = fields.filter((field) => chosen.has(field)).length
        return (
          <fieldset key={table} className="risk-table">
            <legend className="row">
              <b>{detail ? name(detail.titleZh, detail.titleEn) : table}</b>
              <span className="faint">{t('risk.chosen', { count, all: fields.length })}</span>
              <Button size="small" type="link" onClick={() => set(fields, count < fields.length)}>
                {t(count < fields.length ? 'risk.all' : 'risk.none')}
              </Button>
            </legend>
            <div className="risk-columns">
              {fields.map((field) => {
                const column = field.slice(table.length + 1)
                const known = detail?.columns.find((one) => one.name === column)
                return (
                  <Checkbox
                    key={field}
                    checked={chosen.has(field)}
                    onChange={(event) => set([field], event.target.checked)}
                  >
                    {(known && name(known.titleZh, known.titleEn)) || column}
                  </Checkbox>
                )
              })}
            </div>
          </fieldset>
        )
      })}
    </div>
  )
}
