import { Button } from 'antd'
import { useState } from 'react'
import {
  type FinalistView,
  type FinalView,
  useAdmit,
  useCancelAdmission,
  useDrop,
  useFinalTeams,
  useTake,
} from '../../api/contest-final.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { List } from '../../parts/list.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { State } from '../../parts/state.tsx'
import { Num } from '../../parts/say.tsx'

interface Props {
  readonly id: string
  readonly of: FinalView
}

/** How far the finalists are, what the reader may do for them now, and who must act where the reader may not. */
export function Admission({ id, of }: Props) {
  const { t } = useFormat()
  const take = useTake(id)
  const admit = useAdmit(id)
  const cancel = useCancelAdmission(id)
  const running = of.job?.state === 'queued' || of.job?.state === 'active'
  const error = take.error ?? admit.error ?? cancel.error
  return (
    <div className="stack">
      <Card
        title={t('contestFinal.way')}
        extra={
          <div className="row">
            {of.organises && (
              <Button loading={take.isPending} onClick={() => take.mutate()}>
                {t(of.taken === 0 ? 'contestFinal.take' : 'contestFinal.takeMore', { count: of.shortlisted })}
              </Button>
            )}
            <Action
              primary
              loading={admit.isPending || running}
              onClick={() => admit.mutate()}
              whyNot={of.doable === 0 && t('contestFinal.nothingToDo')}
            >
              {t('contestFinal.doMine', { count: of.doable })}
            </Action>
          </div>
        }
      >
        <div className="stack tight">
          <p className="muted">{t('contestFinal.wayAbout')}</p>
          <ul className="final-steps" aria-label={t('contestFinal.steps')}>
            {STEPS.filter((step) => of.steps[step]).map((step) => (
              <li key={step}>
                {t(`contestFinal.step.${step}`)} <b>{of.steps[step]}</b>
              </li>
            ))}
          </ul>
          {of.job && running && (
            <div className="row" aria-live="polite">
              <State kind="job" value={of.job.state} />
              <div style={{ flex: 1 }}>
                <Bar share={of.job.progress} label={t('contestFinal.admission')} />
              </div>
              <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t('common.cancel')}
              </Button>
            </div>
          )}
          {error ? <Problem error={error} /> : null}
        </div>
      </Card>
      <Teams id={id} of={of} running={running} />
    </div>
  )
}

const STEPS = ['body', 'members', 'officer', 'request', 'approval', 'contract', 'seat', 'ready'] as const
const PAGE = 20

function Teams({ id, of, running }: Props & { readonly running: boolean }) {
  const { t, name, pick } = useFormat()
  const { values } = useFilters()
  const teams = useFinalTeams(id, { offset: Number(values.offset ?? 0), limit: PAGE }, running)
  const drop = useDrop(id)
  const [dropping, setDropping] = useState<FinalistView | null>(null)
  const divisionOf = (code: string) => {
    const found = of.divisions.find((one) => one.code === code)
    return found ? name(found.titleZh, found.titleEn) : code
  }
  return (
    <>
      <List
        name="contest-final"
        caption={t('contestFinal.finalists')}
        of={teams}
        filters={[]}
        rowKey={(team) => team.teamId}
        empty={{ title: t('contestFinal.nobody'), hint: t('contestFinal.nobodyHint') }}
        columns={[
          {
            key: 'team',
            title: t('contestFinal.team'),
            cell: (team) => (
              <>
                <b className="break">{team.name}</b>
                <div className="faint break">
                  {team.number} · {divisionOf(team.division)}
                </div>
              </>
            ),
          },
          {
            key: 'body',
            title: t('contestFinal.body'),
            cell: (team) => (
              <>
                {team.bodyName}
                {team.sharesBody && (
                  <div>
                    <Chip meaning="warn" title={t('contestFinal.sharesBodyWhy')}>
                      {t('contestFinal.sharesBody')}
                    </Chip>
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'step',
            title: t('contestFinal.standing'),
            cell: (team) => (
              <>
                <Chip meaning={team.step === 'ready' ? 'ok' : 'warn'}>
                  {t(`contestFinal.step.${team.step}`)}
                </Chip>
                {team.who && (
                  <div className="faint">
                    {t(`contestFinal.who.${team.who}`)}
                    {team.whoBody && ` · ${team.whoBody}`}
                  </div>
                )}
                {team.problem && (
                  <div className="warn-text">
                    {pick(team.problem)} <span className="code">{team.problem.code}</span>
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'accounts',
            title: t('contestFinal.accounts'),
            numeric: true,
            cell: (team) => t('contestFinal.of', { n: team.accounts, all: team.members }),
          },
          {
            key: 'here',
            title: t('contestFinal.here'),
            numeric: true,
            cell: (team) => <Num value={team.here} />,
          },
          ...(of.organises
            ? [
                {
                  key: 'acts',
                  title: t('common.actions'),
                  cell: (team: FinalistView) => (
                    <Button type="text" size="small" onClick={() => setDropping(team)}>
                      {t('contestFinal.drop')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <ReasonDialog
        open={dropping !== null}
        title={t('contestFinal.drop')}
        explain={t('contestFinal.dropExplain', { name: dropping?.name ?? '' })}
        reasons={[t('contestFinal.dropReason.gaveUp'), t('contestFinal.dropReason.rules')]}
        confirm={t('contestFinal.drop')}
        danger
        pending={drop.isPending}
        error={drop.error}
        onConfirm={(reason) =>
          dropping && drop.mutate({ team: dropping.teamId, reason }, { onSuccess: () => setDropping(null) })
        }
        onClose={() => setDropping(null)}
      />
    </>
  )
}
