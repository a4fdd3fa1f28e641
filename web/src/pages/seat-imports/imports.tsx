import { Select } from 'antd'
import { useState } from 'react'
import { useProjects } from '../../api/flow.ts'
import { useProjectImports, useWithdrawImport } from '../../api/imports.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { AskImportDialog } from './ask-import.tsx'
import { ImportCard } from './import-card.tsx'
import { ImportQueue } from './import-queue.tsx'

/** What teams bring: the operator's officers decide, a team sees its own. */
export function Component() {
  const { t } = useFormat()
  const me = useMe()
  const has = useHasRole()
  const decides = me.participant.roles.includes('operator') && has('data_officer')
  if (!decides) return <Own />
  return (
    <Page title={t('seatImport.title')} sub={t('seatImport.aboutQueue')}>
      <ImportQueue />
    </Page>
  )
}

function Own() {
  const { t } = useFormat()
  const { values, set } = useFilters()
  const projects = useProjects()
  const open = (projects.data?.items ?? []).filter((project) => project.endedAt === null)
  const projectId = values.project ?? open[0]?.id ?? ''
  const imports = useProjectImports(projectId)
  const withdraw = useWithdrawImport()
  const [asking, setAsking] = useState(false)
  const ask = (
    <Action primary whyNot={projectId === '' && t('seat.noProject')} onClick={() => setAsking(true)}>
      {t('seatImport.ask')}
    </Action>
  )
  return (
    <Page
      title={t('seatImport.title')}
      sub={t('seatImport.about')}
      chips={
        open.length > 1 ? (
          <Select
            aria-label={t('shell.project')}
            value={projectId}
            onChange={(project) => set({ project })}
            options={open.map(({ id, title }) => ({ value: id, label: title }))}
            style={{ width: 'min(320px, 80vw)' }}
          />
        ) : undefined
      }
      actions={ask}
    >
      <div className="stack">
        {withdraw.error ? <Problem error={withdraw.error} /> : null}
        {projects.data && projectId === '' ? (
          <Card>
            <Empty title={t('seatImport.none')} hint={t('seat.noProject')} />
          </Card>
        ) : (
          <Loaded of={imports} lines={6}>
            {({ items }) =>
              items.length === 0 ? (
                <Card>
                  <Empty title={t('seatImport.none')} hint={t('seatImport.noneHint')} action={ask} />
                </Card>
              ) : (
                <>
                  {items.map((one) => (
                    <ImportCard
                      key={one.id}
                      one={one}
                      actions={
                        one.state === 'waiting' || one.state === 'scanning' ? (
                          <Action
                            loading={withdraw.isPending && withdraw.variables === one.id}
                            onClick={() => withdraw.mutate(one.id)}
                          >
                            {t('seatImport.withdraw')}
                          </Action>
                        ) : undefined
                      }
                    />
                  ))}
                </>
              )
            }
          </Loaded>
        )}
      </div>
      {asking && <AskImportDialog projectId={projectId} onClose={() => setAsking(false)} />}
    </Page>
  )
}
