import { Checkbox, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/session.ts'
import { useDatasets } from '../../api/supply.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Num } from '../../parts/say.tsx'
import type { ChosenTable } from './draft.ts'

interface Props {
  readonly tables: readonly ChosenTable[]
  readonly onChange: (tables: readonly ChosenTable[]) => void
  /** The product exists already, from a try before this one. */
  readonly locked: boolean
}

/** Which of the own datasets, each with the name that queries will use. */
export function TablesStep({ tables, onChange, locked }: Props) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const me = useMe()
  const datasets = useDatasets({ participantId: me.participant.id, limit: 200 })
  return (
    <Loaded of={datasets} lines={6}>
      {({ items }) => {
        const landed = items.filter((one) => one.latest && one.participantId === me.participant.id)
        if (landed.length === 0)
          return (
            <Empty
              title={t('publish.noDatasets')}
              hint={t('publish.noDatasetsHint')}
              action={<LinkButton to="/datasets?mine=true">{t('shell.datasets')}</LinkButton>}
            />
          )
        return (
          <div className="choose">
            <p className="muted">{t('publish.tablesHint')}</p>
            {landed.map((dataset) => {
              const chosen = tables.find((one) => one.datasetId === dataset.id)
              const toggle = () =>
                onChange(
                  chosen
                    ? tables.filter((one) => one !== chosen)
                    : [
                        ...tables,
                        { datasetId: dataset.id, versionId: dataset.latest!.id, name: dataset.code },
                      ],
                )
              return (
                <div key={dataset.id} className={chosen ? 'on' : ''}>
                  <Checkbox
                    className="grow"
                    checked={chosen !== undefined}
                    disabled={locked}
                    onChange={toggle}
                  >
                    <b>{name(dataset.titleZh, dataset.titleEn)}</b>{' '}
                    <span className="faint">
                      v{dataset.latest!.number} · <Num value={dataset.latest!.rows} /> {t('dataset.rowsUnit')}
                    </span>
                  </Checkbox>
                  {chosen && (
                    <Input
                      className="mono"
                      style={{ width: 180 }}
                      aria-label={t('publish.tableName')}
                      value={chosen.name}
                      disabled={locked}
                      onChange={(event) =>
                        onChange(
                          tables.map((one) =>
                            one === chosen ? { ...chosen, name: event.target.value } : one,
                          ),
                        )
                      }
                    />
                  )}
                </div>
              )
            })}
          </div>
        )
      }}
    </Loaded>
  )
}
