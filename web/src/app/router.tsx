import { createBrowserRouter, type RouteObject } from 'react-router'
import type { Place } from './crumbs.tsx'
import { Broken, Lost } from './lost.tsx'
import { Guard } from './shell.tsx'

type Load = () => Promise<{ Component: React.ComponentType }>

const at = (path: string, load: Load, place: Place): RouteObject => ({
  path,
  lazy: load,
  handle: place,
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
const system = (name: string, parent?: Place['parent']): Place => ({ group: 'shell.system', name, parent })

const DATASETS = { name: 'shell.datasets', to: '/datasets' }
const PRODUCTS = { name: 'shell.products', to: '/products' }
const REQUESTS = { name: 'shell.requests', to: '/requests' }
const CONTRACTS = { name: 'shell.contracts', to: '/contracts' }
const RUNS = { name: 'shell.runs', to: '/runs' }
const EVIDENCE = { name: 'shell.evidence', to: '/evidence' }
const PARTICIPANTS = { name: 'shell.participants', to: '/participants' }
const USERS = { name: 'shell.users', to: '/users' }

const Nothing = () => null

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
        at('datasets', () => import('../pages/datasets/datasets.tsx'), supply('shell.datasets')),
        at('datasets/:id', () => import('../pages/datasets/dataset.tsx'), supply('shell.dataset', DATASETS)),
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
        at('runs', () => import('../pages/runs/runs.tsx'), use('shell.runs')),
        at('runs/:id', () => import('../pages/runs/run.tsx'), use('shell.run', RUNS)),
        at('evidence', () => import('../pages/evidence/entries.tsx'), safe('shell.evidence')),
        at(
          'evidence/trail/:subject',
          () => import('../pages/evidence/trail.tsx'),
          safe('shell.trail', EVIDENCE),
        ),
        at('evidence/:leaf', () => import('../pages/evidence/entry.tsx'), safe('shell.entry', EVIDENCE)),
        at('verify', () => import('../pages/evidence/verify.tsx'), safe('shell.verify')),
        at('participants', () => import('../pages/people/participants.tsx'), system('shell.participants')),
        at(
          'participants/:id',
          () => import('../pages/people/participant.tsx'),
          system('shell.participant', PARTICIPANTS),
        ),
        at('users', () => import('../pages/people/users.tsx'), system('shell.users')),
        at('users/:id', () => import('../pages/people/user.tsx'), system('shell.user', USERS)),
        at('system', () => import('../pages/system/system.tsx'), system('shell.health')),
        at('account', () => import('../pages/account/account.tsx'), system('shell.account')),
        { path: '*', element: <Lost /> },
      ],
    },
  ])
