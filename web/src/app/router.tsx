import { createBrowserRouter, type NonIndexRouteObject, type RouteObject } from 'react-router'
import { lateTexts } from '../i18n/i18n.ts'
import type { Place } from './crumbs.tsx'
import { Broken, Lost } from './lost.tsx'
import { Guard } from './shell.tsx'

type Load = () => Promise<{ Component: React.ComponentType }>

const Nothing = () => null

/** A page with its texts. */
const at = (path: string, load: Load, place: Place): RouteObject => ({
  path,
  lazy: async () => {
    const [page] = await Promise.all([load(), lateTexts()])
    return page
  },
  handle: place,
  errorElement: <Broken />,
})

/** A page of a door of its own: its texts come with it, its frame is its own. */
const own = (path: string, load: Load): NonIndexRouteObject => ({
  path,
  HydrateFallback: Nothing,
  lazy: async () => {
    const [page] = await Promise.all([load(), lateTexts()])
    return page
  },
  errorElement: <Broken />,
})

const supply = (name: string, parent?: Place['parent']): Place => ({ group: 'shell.supply', name, parent })
const flow = (name: string, parent?: Place['parent']): Place => ({ group: 'shell.flow', name, parent })
const use = (name: string, parent?: Place['parent'], wide = false): Place => ({
  group: 'shell.use',
  name,
  parent,
  wide,
})
const safe = (name: string, parent?: Place['parent']): Place => ({ group: 'shell.safeguard', name, parent })
const contest = (name: string, parent?: Place['parent'], wide = false): Place => ({
  group: 'shell.contest',
  name,
  parent,
  wide,
})
const system = (name: string, parent?: Place['parent']): Place => ({ group: 'shell.system', name, parent })

const SOURCES = { name: 'shell.sources', to: '/sources' }
const DATASETS = { name: 'shell.datasets', to: '/datasets' }
const QUALITY = { name: 'quality.title', to: '/quality' }
const REPAIRS = { name: 'repair.title', to: '/repairs' }
const MAPPINGS = { name: 'mapping.title', to: '/mappings' }
const STANDARD = { name: 'standard.title', to: '/standard' }
const ZONES = { name: 'shell.zones', to: '/zones' }
const PRODUCTS = { name: 'shell.products', to: '/products' }
const REQUESTS = { name: 'shell.requests', to: '/requests' }
const AUTHORITIES = { name: 'authority.title', to: '/authorities' }
const PROJECTS = { name: 'shell.projects', to: '/projects' }
const CONTRACTS = { name: 'shell.contracts', to: '/contracts' }
const SEATS = { name: 'shell.seats', to: '/seats' }
const RUNS = { name: 'shell.runs', to: '/runs' }
const EVIDENCE = { name: 'shell.evidence', to: '/evidence' }
const CHECKPOINTS = { name: 'shell.checkpoints', to: '/evidence/checkpoints' }
const PARTICIPANTS = { name: 'shell.participants', to: '/participants' }
const USERS = { name: 'shell.users', to: '/users' }

const AIRLOCK = { name: 'shell.airlock', to: '/airlock' }
const WATCH = { name: 'shell.watch', to: '/watch' }
const CASES = { name: 'watch.cases', to: '/watch/cases' }
const AUDIT = { name: 'shell.audit', to: '/audit' }
const REPORTS = { name: 'audit.reports', to: '/audit/reports' }
const CONTESTS = { name: 'shell.contests', to: '/contests' }
const DESK = { name: 'contestDesk.title', to: '/desk' }
const CONNECTOR = { name: 'connector.title', to: '/connector' }

/** Every page, loaded when it is first opened. */
export const createRouter = () =>
  createBrowserRouter([
    // Nothing is drawn while the first page's code comes: it is here within a moment.
    {
      path: '/sign-in',
      HydrateFallback: Nothing,
      lazy: () => import('../pages/sign-in/sign-in.tsx'),
      errorElement: <Broken />,
    },
    {
      path: '/invitation/:token',
      lazy: () => import('../pages/sign-in/invitation.tsx'),
      errorElement: <Broken />,
    },
    {
      path: '/verify-contract',
      HydrateFallback: Nothing,
      lazy: () => import('../pages/verify-contract/verify-contract.tsx'),
      errorElement: <Broken />,
    },
    {
      path: '/my/sign-in',
      HydrateFallback: Nothing,
      lazy: () => import('../pages/insured/sign-in.tsx'),
      errorElement: <Broken />,
    },
    {
      path: '/my',
      HydrateFallback: Nothing,
      lazy: () => import('../pages/insured/shell.tsx'),
      errorElement: <Broken />,
      children: [
        { index: true, lazy: () => import('../pages/insured/home.tsx') },
        { path: 'consents/:id', lazy: () => import('../pages/insured/consent.tsx') },
        { path: 'uses', lazy: () => import('../pages/insured/uses.tsx') },
        { path: 'guardians', lazy: () => import('../pages/insured/guardians.tsx') },
      ],
    },
    {
      ...own('/open', () => import('../pages/evidence/open.tsx')),
      children: [
        { index: true, lazy: () => import('../pages/evidence/verify.tsx') },
        { path: 'checkpoints', lazy: () => import('../pages/evidence/checkpoints.tsx') },
        { path: 'checkpoints/:size', lazy: () => import('../pages/evidence/checkpoint.tsx') },
        { path: 'consistency', lazy: () => import('../pages/evidence/consistency.tsx') },
        { path: 'witnesses', lazy: () => import('../pages/evidence/witnesses.tsx') },
      ],
    },
    own('/hall/:id', () => import('../pages/contest-final/hall.tsx')),
    own('/hall/:id/draw', () => import('../pages/contest-final/hall-draw.tsx')),
    own('/enter/sign-in', () => import('../pages/enter/sign-in.tsx')),
    {
      ...own('/enter', () => import('../pages/enter/shell.tsx')),
      children: [
        { index: true, lazy: () => import('../pages/enter/home.tsx') },
        { path: 'me', lazy: () => import('../pages/enter/me.tsx') },
        { path: 'join/:code', lazy: () => import('../pages/enter/join.tsx') },
        { path: 'contests/:id', lazy: () => import('../pages/enter/contest.tsx') },
        { path: 'contests/:id/work/:round', lazy: () => import('../pages/contest-work/work.tsx') },
        { path: 'contests/:id/rounds/:round', lazy: () => import('../pages/judging/own-result.tsx') },
        { path: 'contests/:id/tasks', lazy: () => import('../pages/contest-tasks/team-tasks.tsx') },
        { path: 'contests/:id/tasks/:task', lazy: () => import('../pages/contest-tasks/team-task.tsx') },
        { path: 'contests/:id/final', lazy: () => import('../pages/contest-final/own.tsx') },
        { path: 'contests/:id/result', lazy: () => import('../pages/contest-after/result.tsx') },
        // Pages of an entrant that come after entry (works, tasks, final, results) stand below this line.
      ],
    },
    // Where the public pages of a contest lead.
    own('/join/:code', () => import('../pages/enter/join-door.tsx')),
    {
      path: '/',
      element: <Guard />,
      HydrateFallback: Nothing,
      errorElement: <Broken />,
      children: [
        {
          index: true,
          lazy: () => import('../pages/home/home.tsx'),
          handle: { name: 'shell.home' },
          errorElement: <Broken />,
        },
        at('sources', () => import('../pages/sources/sources.tsx'), supply('shell.sources')),
        at('sources/new', () => import('../pages/sources/connect.tsx'), supply('shell.connect', SOURCES)),
        at('sources/:id', () => import('../pages/sources/source.tsx'), supply('shell.source', SOURCES)),
        at(
          'sources/:id/tables',
          () => import('../pages/sources/tables.tsx'),
          supply('shell.sourceTables', SOURCES),
        ),
        at('datasets', () => import('../pages/datasets/datasets.tsx'), supply('shell.datasets')),
        at(
          'datasets/external/:id',
          () => import('../pages/datasets/external.tsx'),
          supply('shell.externalEntry', DATASETS),
        ),
        at('mappings', () => import('../pages/mapping/mappings.tsx'), supply('mapping.title')),
        at('mappings/new', () => import('../pages/mapping/editor.tsx'), supply('mapping.new', MAPPINGS)),
        at('mappings/:id', () => import('../pages/mapping/editor.tsx'), supply('mapping.name', MAPPINGS)),
        at('standard', () => import('../pages/standard/standard.tsx'), supply('standard.title')),
        at(
          'standard/tables/:code',
          () => import('../pages/standard/table.tsx'),
          supply('standard.table', STANDARD),
        ),
        at(
          'standard/dictionaries/:code',
          () => import('../pages/standard/dictionary.tsx'),
          supply('standard.dictionary', STANDARD),
        ),
        at('zones', () => import('../pages/zones/zones.tsx'), supply('shell.zones')),
        at('zones/:id', () => import('../pages/zones/zone.tsx'), supply('shell.zone', ZONES)),
        at('datasets/:id', () => import('../pages/datasets/dataset.tsx'), supply('shell.dataset', DATASETS)),
        at('quality', () => import('../pages/quality/treatments.tsx'), supply('quality.title')),
        at('quality/rules', () => import('../pages/quality/rules.tsx'), supply('quality.rules', QUALITY)),
        at(
          'quality/checks/:id',
          () => import('../pages/quality/report.tsx'),
          supply('quality.report', QUALITY),
        ),
        at(
          'quality/:id',
          () => import('../pages/quality/treatment.tsx'),
          supply('quality.treatment', QUALITY),
        ),
        at('repairs', () => import('../pages/repair/repairs.tsx'), supply('repair.title')),
        at('repairs/:id', () => import('../pages/repair/repair.tsx'), supply('repair.one', REPAIRS)),
        at('grading', () => import('../pages/grading/list.tsx'), supply('shell.grading')),
        at(
          'datasets/:id/grading',
          () => import('../pages/grading/grading.tsx'),
          supply('shell.grading', DATASETS),
        ),
        at(
          'datasets/:id/deidentify',
          () => import('../pages/deidentify/deidentify.tsx'),
          supply('shell.deidentify', DATASETS),
        ),
        at('authorities', () => import('../pages/authorities/authorities.tsx'), flow('authority.title')),
        at(
          'authorities/new',
          () => import('../pages/authorities/make.tsx'),
          flow('authority.one', AUTHORITIES),
        ),
        at(
          'authorities/:id',
          () => import('../pages/authorities/authority.tsx'),
          flow('authority.one', AUTHORITIES),
        ),
        at('projects', () => import('../pages/projects/projects.tsx'), flow('shell.projects')),
        at('projects/:id', () => import('../pages/projects/project.tsx'), flow('shell.project', PROJECTS)),
        at('products', () => import('../pages/products/products.tsx'), supply('shell.products')),
        at('products/new', () => import('../pages/products/publish.tsx'), supply('shell.publish', PRODUCTS)),
        at('products/:id', () => import('../pages/products/product.tsx'), supply('shell.product', PRODUCTS)),
        at(
          'products/:id/offer',
          () => import('../pages/products/offer.tsx'),
          supply('shell.offer', PRODUCTS),
        ),
        at('requests', () => import('../pages/requests/requests.tsx'), flow('shell.requests')),
        at('requests/new', () => import('../pages/requests/ask.tsx'), flow('shell.ask', REQUESTS)),
        at('requests/:id', () => import('../pages/requests/room.tsx'), flow('shell.negotiation', REQUESTS)),
        at(
          'requests/:id/counter',
          () => import('../pages/requests/counter.tsx'),
          flow('shell.counter', REQUESTS),
        ),
        at('consents', () => import('../pages/consents/consents.tsx'), flow('consent.title')),
        at('approvals', () => import('../pages/approvals/approvals.tsx'), flow('shell.approvals')),
        at('filings', () => import('../pages/filings/filings.tsx'), flow('shell.filings')),
        at('notices', () => import('../pages/notices/notices.tsx'), flow('shell.notices')),
        at('contracts', () => import('../pages/contracts/contracts.tsx'), flow('shell.contracts')),
        at(
          'contracts/:id',
          () => import('../pages/contracts/contract.tsx'),
          flow('shell.contract', CONTRACTS),
        ),
        at(
          'workbench',
          () => import('../pages/workbench/workbench.tsx'),
          use('shell.workbench', undefined, true),
        ),
        at('verification', () => import('../pages/verification/verification.tsx'), use('verification.title')),
        at('seats', () => import('../pages/seats/seats.tsx'), use('shell.seats')),
        at('seats/bulk', () => import('../pages/seats/bulk.tsx'), use('seat.bulk', SEATS)),
        at('seats/:id', () => import('../pages/seats/seat.tsx'), use('seat.title', SEATS)),
        at(
          'seats/:id/notebook',
          () => import('../pages/notebook/notebook.tsx'),
          use('notebook.title', SEATS, true),
        ),
        at('imports', () => import('../pages/seat-imports/imports.tsx'), use('shell.imports')),
        at('venue', () => import('../pages/venue/venue.tsx'), safe('shell.venue')),
        at('airlock', () => import('../pages/airlock/requests.tsx'), use('shell.airlock')),
        at('airlock/new', () => import('../pages/airlock/new.tsx'), use('airlock.new', AIRLOCK)),
        at(
          'airlock/queue',
          () => import('../pages/airlock/queue.tsx'),
          use('shell.airlockQueue', AIRLOCK, true),
        ),
        at('airlock/numbers', () => import('../pages/airlock/numbers.tsx'), use('airlock.numbers', AIRLOCK)),
        at('airlock/:id', () => import('../pages/airlock/request.tsx'), use('airlock.request', AIRLOCK)),
        at('desk/panels', () => import('../pages/panel/declare.tsx'), contest('contestPanel.declare', DESK)),
        at(
          'contests/:id/panel',
          () => import('../pages/panel/panel.tsx'),
          contest('contestPanel.title', CONTESTS),
        ),
        at(
          'contests/:id/copies/:work',
          () => import('../pages/panel/copy.tsx'),
          contest('contestPanel.copy', CONTESTS),
        ),
        at('desk', () => import('../pages/desk/desk.tsx'), contest('contestDesk.title')),
        at(
          'desk/:contestId/:round',
          () => import('../pages/desk/round.tsx'),
          contest('contestDesk.works', DESK),
        ),
        at('desk/:contestId/:round/:code', () => import('../pages/desk/work.tsx'), {
          ...contest('contestDesk.works', DESK),
          wide: true,
        }),
        at(
          'contests/:id/reviews',
          () => import('../pages/judging/judging.tsx'),
          contest('contestJudging.title', CONTESTS),
        ),
        at(
          'contests/:id/judging/:round',
          () => import('../pages/judging/judging.tsx'),
          contest('contestJudging.title', CONTESTS),
        ),
        at(
          'contests/:id/works',
          () => import('../pages/contest-work/works.tsx'),
          contest('contestWork.title', CONTESTS),
        ),
        at(
          'contests/:id/tasks',
          () => import('../pages/contest-tasks/tasks.tsx'),
          contest('contestTask.title', CONTESTS),
        ),
        at(
          'contests/:id/entries',
          () => import('../pages/contest-entries/entries.tsx'),
          contest('contestEntry.entries', CONTESTS),
        ),
        at('contests', () => import('../pages/contests/contests.tsx'), contest('shell.contests')),
        at('contests/new', () => import('../pages/contests/new.tsx'), contest('shell.contestNew', CONTESTS)),
        at('contests/:id', () => import('../pages/contests/board.tsx'), contest('contest.board', CONTESTS)),
        at(
          'contests/:id/scheme',
          () => import('../pages/contests/scheme.tsx'),
          contest('contest.scheme', CONTESTS),
        ),
        at(
          'contests/:id/awards',
          () => import('../pages/contest-after/awards.tsx'),
          contest('contestAfter.awards', CONTESTS),
        ),
        at(
          'contests/:id/report',
          () => import('../pages/contest-after/report.tsx'),
          contest('contestAfter.report', CONTESTS),
        ),
        at(
          'contests/:id/closing',
          () => import('../pages/contest-after/closing.tsx'),
          contest('contestAfter.closing', CONTESTS),
        ),
        at('follow-up', () => import('../pages/contest-after/follow-up.tsx'), contest('shell.followUp')),
        at(
          'contests/:id/posts',
          () => import('../pages/contests/posts.tsx'),
          contest('contest.posts', CONTESTS),
        ),
        at(
          'contests/:id/questions',
          () => import('../pages/contests/questions.tsx'),
          contest('contest.questions', CONTESTS),
        ),
        at('runs', () => import('../pages/runs/runs.tsx'), use('shell.runs')),
        at('runs/:id', () => import('../pages/runs/run.tsx'), use('shell.run', RUNS)),
        at('watch', () => import('../pages/watch/alerts.tsx'), safe('shell.watch')),
        at('watch/wall', () => import('../pages/watch/wall.tsx'), {
          ...safe('watch.wall', WATCH),
          bare: true,
        }),
        at('watch/cases', () => import('../pages/watch/cases.tsx'), safe('watch.cases', WATCH)),
        at('watch/cases/:id', () => import('../pages/watch/case.tsx'), safe('watch.case', CASES)),
        at('watch/rules', () => import('../pages/watch/rules.tsx'), safe('watch.rules', WATCH)),
        at('watch/roster', () => import('../pages/watch/roster.tsx'), safe('watch.roster', WATCH)),
        at('audit', () => import('../pages/audit/search.tsx'), safe('shell.audit')),
        at('audit/story/:run', () => import('../pages/audit/story.tsx'), safe('audit.storyTitle', AUDIT)),
        at('audit/sessions', () => import('../pages/audit/sessions.tsx'), safe('audit.sessions', AUDIT)),
        at('audit/replay/:seat', () => import('../pages/audit/replay.tsx'), safe('audit.replay', AUDIT)),
        at('audit/reports', () => import('../pages/audit/reports.tsx'), safe('audit.reports', AUDIT)),
        at('audit/reports/:id', () => import('../pages/audit/report.tsx'), safe('audit.report', REPORTS)),
        at('evidence', () => import('../pages/evidence/entries.tsx'), safe('shell.evidence')),
        at(
          'evidence/trail/:subject',
          () => import('../pages/evidence/trail.tsx'),
          safe('shell.trail', EVIDENCE),
        ),
        at(
          'evidence/checkpoints',
          () => import('../pages/evidence/checkpoints.tsx'),
          safe('shell.checkpoints', EVIDENCE),
        ),
        at(
          'evidence/checkpoints/:size',
          () => import('../pages/evidence/checkpoint.tsx'),
          safe('shell.checkpoint', CHECKPOINTS),
        ),
        at(
          'evidence/consistency',
          () => import('../pages/evidence/consistency.tsx'),
          safe('shell.consistency', EVIDENCE),
        ),
        at(
          'evidence/witnesses',
          () => import('../pages/evidence/witnesses.tsx'),
          safe('shell.witnesses', EVIDENCE),
        ),
        at('body-keys', () => import('../pages/body-keys/body-keys.tsx'), safe('shell.bodyKeys')),
        at('keys', () => import('../pages/keys/keys.tsx'), safe('shell.keys')),
        at('retention', () => import('../pages/retention/retention.tsx'), safe('shell.retention')),
        at('evidence/:leaf', () => import('../pages/evidence/entry.tsx'), safe('shell.entry', EVIDENCE)),
        at('verify', () => import('../pages/evidence/verify.tsx'), safe('shell.verify')),
        at('connector', () => import('../pages/connector/connector.tsx'), system('connector.title')),
        at(
          'connector/:id/offers',
          () => import('../pages/connector/offers.tsx'),
          system('connector.offers', CONNECTOR),
        ),
        at(
          'connector/contracts/:id',
          () => import('../pages/connector/contract.tsx'),
          system('connector.contract', CONNECTOR),
        ),
        at('participants', () => import('../pages/people/participants.tsx'), system('shell.participants')),
        at(
          'participants/:id',
          () => import('../pages/people/participant.tsx'),
          system('shell.participant', PARTICIPANTS),
        ),
        at('users', () => import('../pages/people/users.tsx'), system('shell.users')),
        at('users/:id', () => import('../pages/people/user.tsx'), system('shell.user', USERS)),
        at('admissions', () => import('../pages/contest-final/admissions.tsx'), contest('shell.admissions')),
        at(
          'contests/:id/final',
          () => import('../pages/contest-final/final.tsx'),
          contest('contestFinal.title', CONTESTS, true),
        ),
        at(
          'contests/:id/stage',
          () => import('../pages/contest-final/stage.tsx'),
          contest('contestFinal.stage', CONTESTS, true),
        ),
        at(
          'desk/live/:id',
          () => import('../pages/contest-final/live.tsx'),
          contest('contestFinal.live', DESK),
        ),
        at('system', () => import('../pages/system/system.tsx'), system('shell.health')),
        at('account', () => import('../pages/account/account.tsx'), system('shell.account')),
        { path: '*', element: <Lost /> },
      ],
    },
  ])
