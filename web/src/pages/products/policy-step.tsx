import { Button, Checkbox, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ColumnLevel, ColumnView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LevelChip } from '../../parts/policy/level-chip.tsx'
import { LEVELS, TableSentence } from '../../parts/policy/plain.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import type { PolicyDraft } from '../../parts/policy/draft.ts'
import { type EditorTable, suggested, suggestedJoins } from './draft.ts'

interface Props {
  readonly tables: readonly EditorTable[]
  readonly policy: PolicyDraft
  readonly onChange: (change: Partial<PolicyDraft>) => void
}

/** What each column may be used for, table by table, beginning with a suggestion. */
export function PolicyStep({ tables, policy, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <p className="muted">{t('publish.levelsHint')}</p>
      <div className="row">
        {LEVELS.map((level) => (
          <span key={level} className="row faint">
            <LevelChip level={level} /> {t(`policy.levelHint.${level}`)}
          </span>
        ))}
      </div>
      {tables.map((table) => (
        <TableLevels
          key={table.name}
          table={table}
          levels={policy.columns[table.name] ?? {}}
          onChange={(levels) => onChange({ columns: { ...policy.columns, [table.name]: levels } })}
        />
      ))}
      <JoinKeys tables={tables} policy={policy} onChange={onChange} />
    </div>
  )
}

interface LevelsProps {
  readonly table: EditorTable
  readonly levels: Readonly<Record<string, ColumnLevel>>
  readonly onChange: (levels: Record<string, ColumnLevel>) => void
}

function TableLevels({ table, levels, onChange }: LevelsProps) {
  const { t } = useTranslation()
  const { name, columnTitle } = useFormat()
  const proposal = suggested(table)
  const level = (row: ColumnView) => (
    <Select
      size="small"
      aria-label={t('publish.levelOf', { column: row.name })}
      value={levels[row.name] ?? 'hidden'}
      onChange={(value: ColumnLevel) => onChange({ ...levels, [row.name]: value })}
      style={{ width: 128 }}
      popupMatchSelectWidth={false}
      options={LEVELS.map((value) => ({
        value,
        label: <LevelChip level={value} />,
        // The grade is the floor: what it does not allow cannot be chosen.
        disabled: table.floors?.[row.name]?.includes(value) === false,
      }))}
    />
  )
  return (
    <section>
      <div className="row" style={{ marginBottom: 6 }}>
        <h3>
          <code>{table.name}</code> {name(table.titleZh, table.titleEn)}
        </h3>
        <span style={{ flex: 1 }} />
        <Button size="small" onClick={() => onChange(proposal)}>
          {t('publish.useSuggestion')}
        </Button>
        <Button size="small" onClick={() => onChange({})}>
          {t('publish.hideAll')}
        </Button>
      </div>
      <Table
        dense
        caption={t('publish.levelsOf', { table: table.name })}
        rows={table.columns}
        rowKey={(row) => row.name}
        columns={[
          {
            key: 'name',
            title: t('column.name'),
            cell: (row) => (
              <>
                <code>{row.name}</code> <span className="faint">{columnTitle(row)}</span>
              </>
            ),
          },
          { key: 'type', title: t('column.type'), cell: (row) => <code>{row.type}</code> },
          {
            key: 'distinct',
            title: t('column.distinct'),
            numeric: true,
            cell: (row) => <Num value={row.profile?.distinctApprox} />,
          },
          { key: 'level', title: t('publish.level'), cell: level },
          {
            key: 'hint',
            title: t('publish.suggestion'),
            cell: (row) => <LevelChip level={proposal[row.name] ?? 'hidden'} short />,
          },
        ]}
      />
      <p className="why ok" style={{ marginTop: 8 }} aria-live="polite">
        <TableSentence columns={levels} />
      </p>
    </section>
  )
}

function JoinKeys({ tables, policy, onChange }: Props) {
  const { t } = useTranslation()
  const possible = suggestedJoins(tables)
  if (possible.length === 0) return null
  const same = (a: PolicyDraft['joinKeys'][number], b: PolicyDraft['joinKeys'][number]) =>
    JSON.stringify(a) === JSON.stringify(b)
  return (
    <section>
      <h3>{t('publish.joins')}</h3>
      <p className="muted">{t('publish.joinsHint')}</p>
      {possible.map((pair) => {
        const [a, b] = pair
        return (
          <div key={`${a.table}.${b.table}`}>
            <Checkbox
              checked={policy.joinKeys.some((key) => same(key, pair))}
              onChange={(event) =>
                onChange({
                  joinKeys: event.target.checked
                    ? [...policy.joinKeys, pair]
                    : policy.joinKeys.filter((key) => !same(key, pair)),
                })
              }
            >
              <code>
                {a.table}.{a.column} = {b.table}.{b.column}
              </code>
            </Checkbox>
          </div>
        )
      })}
    </section>
  )
}
