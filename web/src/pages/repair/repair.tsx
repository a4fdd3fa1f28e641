import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { isOpen, type RepairView, useAskRepair, useRepair } from '../../api/repair.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Action } from '../../parts/reason.tsx'
import { State } from '../../parts/state.tsx'
import { AccuracyCard } from './accuracy.tsx'
import { ClassCard } from './classes.tsx'
import { DrillCard } from './drill.tsx'
import { FixCard } from './fixes.tsx'
import { ProposalCard } from './proposals.tsx'
import { RestCard } from './rest.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const repair = useRepair(id)
  if (repair.data) return <Repair run={repair.data} refetch={() => void repair.refetch()} />
  return (
    <Page title={t('repair.one')}>
      <Card>
        <Loaded of={repair}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Repair({ run, refetch }: { readonly run: RepairView; readonly refetch: () => void }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const ask = useAskRepair()
  const done = run.state === 'done'
  return (
    <Page
      title={t(`repair.title_${run.kind}`)}
      chips={
        <>
          <State kind="job" value={run.state} />
          {run.stable === false && <Chip meaning="warn">{t('repair.notStable')}</Chip>}
        </>
      }
      sub={t('repair.packs', { fixes: run.fixVersion, rules: run.ruleVersion, rounds: run.rounds.length })}
      actions={
        done &&
        run.kind === 'preview' && (
          <Action
            primary
            loading={ask.isPending}
            onClick={() =>
              ask.mutate(
                { treatmentId: run.treatmentId, preview: false },
                { onSuccess: ({ runId }) => void go(`/repairs/${runId}`) },
              )
            }
          >
            {t('repair.repairNow')}
          </Action>
        )
      }
    >
      <div className="stack">
        {ask.error && <Problem error={ask.error} />}
        {!done && (
          <Card>
            <JobProgress id={run.jobId} onDone={refetch} />
          </Card>
        )}
        {isOpen(run) || !done ? null : (
          <>
            <AccuracyCard run={run} />
            <ProposalCard run={run} />
            <FixCard run={run} />
            <ClassCard run={run} />
            <RestCard run={run} />
            <DrillCard run={run} />
          </>
        )}
      </div>
    </Page>
  )
}
