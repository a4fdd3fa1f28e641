import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  Board,
  OrganiserRun,
  OrganiserTask,
  ProblemKind,
  RunLog,
  TaskView,
  TeamRun,
  TeamTask,
} from '../../../src/contest/scoring/model.ts'
import { get, type Page, post, sendBytes } from './client.ts'

export type { Board, OrganiserRun, OrganiserTask, ProblemKind, RunLog, TaskView, TeamRun, TeamTask }

/** What a team sees goes on at whole minutes; a sample run within seconds. */
const WATCH_MS = 5_000

const underWay = (runs: readonly TeamRun[] = []) =>
  runs.some(({ state }) => state === 'queued' || state === 'running')

export const useTeamTasks = (contest: string) =>
  useQuery({
    queryKey: ['enter', 'tasks', contest],
    queryFn: async () => (await get<Page<TaskView>>(`/contest/${contest}/tasks`)).items,
  })

export const useTeamTask = (contest: string, task: string) =>
  useQuery({
    queryKey: ['enter', 'task', contest, task],
    queryFn: () => get<TeamTask>(`/contest/${contest}/tasks/${task}`),
    refetchInterval: ({ state }) => (underWay(state.data?.runs) ? WATCH_MS : false),
  })

/** Read again when an own run has its answer: `answered` is how many have. */
export const useTeamBoard = (contest: string, task: string, answered: number) =>
  useQuery({
    queryKey: ['enter', 'task-board', contest, task, answered],
    queryFn: () => get<Board>(`/contest/${contest}/tasks/${task}/board`),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  })

export const useRunLog = (contest: string, task: string, run: string, open: boolean) =>
  useQuery({
    queryKey: ['enter', 'task-log', run],
    queryFn: () => get<RunLog>(`/contest/${contest}/tasks/${task}/runs/${run}/log`),
    enabled: open,
    staleTime: Infinity,
  })

/** Each change answers with the task as it is then. */
function useTaskChange<V>(contest: string, task: string, mutationFn: (value: V) => Promise<TeamTask>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: (now) => client.setQueryData(['enter', 'task', contest, task], now),
    onSettled: () => client.invalidateQueries({ queryKey: ['enter', 'task', contest, task] }),
  })
}

export const useHandIn = (contest: string, task: string) =>
  useTaskChange(contest, task, (file: File) =>
    sendBytes<TeamTask>(
      `/contest/${contest}/tasks/${task}/artefacts?name=${encodeURIComponent(file.name)}`,
      file,
    ),
  )
export const useAskRun = (contest: string, task: string) =>
  useTaskChange(contest, task, (artefactId: string) =>
    post<TeamTask>(`/contest/${contest}/tasks/${task}/runs`, { artefactId }),
  )
export const useRunAct = (contest: string, task: string) =>
  useTaskChange(contest, task, ({ run, act }: { run: string; act: 'cancel' | 'choose' }) =>
    post<TeamTask>(`/contest/${contest}/tasks/${task}/runs/${run}/${act}`),
  )

export const useContestTasks = (contest: string) =>
  useQuery({
    queryKey: ['contest-tasks', contest],
    queryFn: async () => (await get<Page<OrganiserTask>>(`/contests/${contest}/tasks`)).items,
    refetchInterval: 30_000,
  })
export const useTaskRuns = (contest: string, task: string, offset: number) =>
  useQuery({
    queryKey: ['contest-task-runs', contest, task, offset],
    queryFn: () => get<Page<OrganiserRun>>(`/contests/${contest}/tasks/${task}/runs`, { offset, limit: 50 }),
    placeholderData: (before) => before,
    refetchInterval: 30_000,
  })
export const useTaskBoard = (contest: string, task: string, of: Board['of']) =>
  useQuery({
    queryKey: ['contest-task-board', contest, task, of],
    queryFn: () => get<Board>(`/contests/${contest}/tasks/${task}/board`, { of }),
  })

function useOrganiserChange<V>(mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        ['contest-tasks', 'contest-task-runs', 'contest-task-board'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export interface NewTaskData {
  readonly table: Blob
  readonly sample: Blob | null
  readonly id: string
  readonly answer: string
}

export const useBringData = (contest: string, task: string) =>
  useOrganiserChange(({ table, sample, id, answer }: NewTaskData) => {
    const query = new URLSearchParams({ id, answer, sampleBytes: String(sample?.size ?? 0) })
    const whole = sample ? new Blob([table, sample]) : table
    return sendBytes(`/contests/${contest}/tasks/${task}/data?${query.toString()}`, whole, 'PUT')
  })
export const useReleaseScores = (contest: string, task: string) =>
  useOrganiserChange<void>(() => post(`/contests/${contest}/tasks/${task}/release`))
