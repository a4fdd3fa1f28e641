import '../../style/workbench.css'
import { Select } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useContract, useContracts, useContractSchema } from '../../api/flow.ts'
import { useCancelMine, useExplain, useNewRun } from '../../api/runs.ts'
import { ApiError } from '../../api/error.ts'
import type { ContractView } from '../../api/types.ts'
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
import { markOf, startingSql, useSqlDraft, useSqlSchema } from './sql-draft.ts'

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
  const go = useCallback(() => {
    if (!whyNot && !run.isPending) run.mutate({ contractId: contract.id, kind: 'query', sql })
  }, [whyNot, run, contract.id, sql])
  const answered = run.data?.run.problem && run.data.run.sql === sql ? run.data.run.problem : null
  const problem = answered ?? (explained.data?.ok === false && asked === sql ? explained.data.problem : null)
  const sqlSchema = useSqlSchema(schema.data?.tables)
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
          <HistoryButton contractId={contract.id} onPick={setDraft} />
          <Action primary loading={run.isPending} whyNot={whyNot} onClick={go}>
            {t('workbench.run')}
          </Action>
        </>
      }
    >
      <Panes
        name="workbench"
        left={
          <Loaded of={schema} lines={12}>
            {({ tables }) => (
              <SchemaTree tables={tables} onPick={(text) => setDraft(`${sql.trimEnd()} ${text}`)} />
            )}
          </Loaded>
        }
        middle={
          <>
            <SqlEditor
              label={t('workbench.editor')}
              value={sql}
              onChange={setDraft}
              onRun={go}
              schema={sqlSchema}
              mark={markOf(problem, problem ? pick(problem) : '')}
            />
            <Explanation explained={explained} problem={problem} fresh={asked === sql} contract={party} />
          </>
        }
        right={
          <Answer
            answer={run.data ?? null}
            pending={run.isPending}
            onCancel={() => cancel.mutate()}
            error={run.error instanceof ApiError ? run.error : null}
            contract={party}
          />
        }
      />
    </Page>
  )
}
