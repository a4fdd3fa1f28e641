import '../../style/workbench.css'
import { Segmented, Select } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { type SchemaTable, useContract, useContracts, useContractSchema } from '../../api/flow.ts'
import { useCancelMine, useExplain, useNewRun } from '../../api/runs.ts'
import { ApiError } from '../../api/error.ts'
import type { ContractView } from '../../api/types.ts'
import { fixOf } from '../../lib/sql-fix.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Panes } from '../../parts/panes.tsx'
import { Action } from '../../parts/reason.tsx'
import { SqlEditor } from '../../parts/sql/editor.tsx'
import { SchemaTree } from '../../parts/sql/schema-tree.tsx'
import { runsLeft } from '../contracts/runs-left.tsx'
import { Answer } from './answer.tsx'
import { Explanation } from './explanation.tsx'
import { HistoryButton } from './history.tsx'
import { LogicalTables } from './logical.tsx'
import { SavedQueries } from './saved.tsx'
import { markOf, startingSql, useSqlDraft, useSqlSchema } from './sql-draft.ts'

const TABS = ['tree', 'preview', 'saved'] as const
type Tab = (typeof TABS)[number]
const NO_TABLES: readonly SchemaTable[] = []

export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const [search, setSearch] = useSearchParams()
  const contracts = useContracts({ side: 'consumer', state: 'active', limit: 100 })
  const chosen = search.get('contract') ?? contracts.data?.items[0]?.id ?? ''
  const contract = useContract(chosen)
  const choose = (id: string) => setSearch({ contract: id })
  if (!contract.data)
    return (
      <Page title={t('shell.workbench')}>
        <Card>
          {contracts.data?.items.length === 0 && !chosen ? (
            <Empty
              title={t('workbench.noContract')}
              hint={t('workbench.noContractHint')}
              action={
                <LinkButton primary to="/products">
                  {t('contract.findMore')}
                </LinkButton>
              }
            />
          ) : (
            <Loaded of={chosen ? contract : (contracts as never)} lines={8}>
              {() => null}
            </Loaded>
          )}
        </Card>
      </Page>
    )
  const options = (contracts.data?.items ?? []).map((one) => ({
    value: one.id,
    label: `${name(one.productTitleZh, one.productTitleEn)} · ${one.projectTitle}`,
  }))
  return (
    <Bench
      key={chosen}
      contract={contract.data}
      picker={
        <Select
          aria-label={t('shell.contract')}
          value={
            options.some((one) => one.value === chosen)
              ? chosen
              : name(contract.data.productTitleZh, contract.data.productTitleEn)
          }
          onChange={choose}
          options={options}
          style={{ width: 'min(340px, 80vw)' }}
          popupMatchSelectWidth={false}
        />
      }
    />
  )
}

function Bench({ contract, picker }: { readonly contract: ContractView; readonly picker: React.ReactNode }) {
  const { t } = useTranslation()
  const { number, name, pick } = useFormat()
  const schema = useContractSchema(contract.id)
  const start = schema.data ? startingSql(schema.data.tables) : ''
  const [draft, setDraft] = useSqlDraft(contract.id)
  const sql = draft ?? start
  const asked = useDebounced(sql, 250)
  const explained = useExplain(contract.id, asked)
  const run = useNewRun()
  const cancel = useCancelMine(contract.id)
  const left = runsLeft(contract)
  const whyNot =
    contract.state !== 'active'
      ? t(`contract.whyNot.run.${contract.state}`)
      : left === 0
        ? t('contract.whyNot.run.used')
        : sql.trim() === '' && t('workbench.empty')
  const ask = useCallback(
    (text: string) => {
      if (!run.isPending) run.mutate({ contractId: contract.id, kind: 'query', sql: text })
    },
    [run, contract.id],
  )
  const go = useCallback(() => {
    if (!whyNot) ask(sql)
  }, [whyNot, ask, sql])
  const rerun = (text: string) => {
    setDraft(text)
    if (contract.state === 'active' && left !== 0) ask(text)
  }
  const answered = run.data?.run.problem && run.data.run.sql === sql ? run.data.run.problem : null
  const problem = answered ?? (explained.data?.ok === false && asked === sql ? explained.data.problem : null)
  const sqlSchema = useSqlSchema(schema.data?.tables)
  const tables = schema.data?.tables ?? NO_TABLES
  const fix = useMemo(() => (problem ? fixOf(problem, sql, tables) : null), [problem, sql, tables])
  const mend = fix && {
    text: fix.insert.trim(),
    apply: () => setDraft(`${sql.slice(0, fix.from)}${fix.insert}${sql.slice(fix.to)}`),
  }
  const mark = useMemo(
    () =>
      markOf(
        problem,
        problem ? pick(problem) : '',
        fix && { ...fix, label: t('workbench.fixTo', { text: fix.insert.trim() }) },
      ),
    [problem, fix, pick, t],
  )
  const [tab, setTab] = useState<Tab>('tree')
  const write = useRef<((text: string) => void) | null>(null)
  const party = {
    provider: name(contract.providerNameZh, contract.providerNameEn),
    minGroup: contract.terms.policy.minGroup,
  }
  return (
    <Page
      title={t('shell.workbench')}
      chips={
        <>
          {picker}
          <Chip
            meaning={whyNot && contract.state !== 'active' ? 'warn' : 'ok'}
            to={`/contracts/${contract.id}`}
          >
            {t('workbench.left', { left: number(left) })}
          </Chip>
        </>
      }
      actions={
        <>
          <HistoryButton contractId={contract.id} onPick={setDraft} onRerun={rerun} />
          <Action primary loading={run.isPending} whyNot={whyNot} onClick={go}>
            {t('workbench.run')}
          </Action>
        </>
      }
    >
      <Panes
        name="workbench"
        left={
          <>
            <Segmented
              block
              size="small"
              aria-label={t('workbench.side')}
              value={tab}
              onChange={setTab}
              options={TABS.map((value) => ({ value, label: t(`workbench.tab.${value}`) }))}
              style={{ marginBottom: 10 }}
            />
            {tab === 'saved' ? (
              <SavedQueries projectId={contract.terms.projectId} sql={sql} onPick={setDraft} />
            ) : (
              <Loaded of={schema} lines={12}>
                {({ tables: all }) =>
                  tab === 'tree' ? (
                    <SchemaTree
                      tables={all}
                      onPick={(text) => (write.current ? write.current(text) : setDraft(`${sql} ${text}`))}
                    />
                  ) : (
                    <LogicalTables
                      contractId={contract.id}
                      schema={all}
                      whyNot={
                        contract.state !== 'active'
                          ? t(`contract.whyNot.run.${contract.state}`)
                          : left === 0 && t('contract.whyNot.run.used')
                      }
                    />
                  )
                }
              </Loaded>
            )}
          </>
        }
        middle={
          <>
            <SqlEditor
              label={t('workbench.editor')}
              value={sql}
              onChange={setDraft}
              onRun={go}
              schema={sqlSchema}
              mark={mark}
              onReady={(insert) => (write.current = insert)}
            />
            <Explanation
              explained={explained}
              problem={problem}
              fresh={asked === sql}
              contract={party}
              tables={tables}
              fix={mend}
            />
          </>
        }
        right={
          <Answer
            answer={run.data ?? null}
            pending={run.isPending}
            onCancel={() => cancel.mutate()}
            error={run.error instanceof ApiError ? run.error : null}
            contract={party}
            policy={contract.terms.policy}
          />
        }
      />
    </Page>
  )
}
