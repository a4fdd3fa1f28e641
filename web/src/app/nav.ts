import type { BodyRole, UserRole } from '../../../src/kernel/roles.ts'

export interface NavItem {
  readonly to: string
  /** i18n key of its name. */
  readonly name: string
  /** Shown to these roles only; to everybody when left out. */
  readonly roles?: readonly UserRole[]
  /** Shown to bodies of these roles only. */
  readonly bodies?: readonly BodyRole[]
  /** Shown to these roles of the operator's own users besides. */
  readonly operator?: readonly UserRole[]
  /** Which number of the home page it carries. */
  readonly count?: 'requests' | 'jobs'
}

export interface NavGroup {
  readonly name: string
  readonly items: readonly NavItem[]
}

const OFFICERS: readonly UserRole[] = ['system_administrator', 'security_officer', 'auditor']

/** In the order of the picture; only what exists. */
export const NAV: readonly NavGroup[] = [
  {
    name: 'shell.supply',
    items: [
      { to: '/sources', name: 'shell.sources', roles: ['data_officer', 'steward'] },
      { to: '/datasets', name: 'shell.datasets' },
      { to: '/mappings', name: 'mapping.title', roles: ['data_officer', 'steward'] },
      { to: '/standard', name: 'standard.title' },
      { to: '/zones', name: 'shell.zones' },
      { to: '/products', name: 'shell.products' },
      { to: '/quality', name: 'quality.title', roles: ['data_officer', 'steward'] },
      { to: '/repairs', name: 'repair.title', roles: ['data_officer', 'steward'] },
      { to: '/grading', name: 'shell.grading', roles: ['data_officer', 'steward'] },
    ],
  },
  {
    name: 'shell.flow',
    items: [
      { to: '/requests', name: 'shell.requests', count: 'requests' },
      { to: '/contracts', name: 'shell.contracts' },
      { to: '/projects', name: 'shell.projects', roles: ['data_officer', 'developer'] },
      {
        to: '/authorities',
        name: 'authority.title',
        roles: ['data_officer', 'steward', 'auditor', 'security_officer'],
      },
      {
        to: '/consents',
        name: 'consent.title',
        roles: ['data_officer', 'developer', 'security_officer', 'auditor'],
      },
      { to: '/approvals', name: 'shell.approvals', roles: ['data_officer', 'steward', 'developer'] },
      { to: '/notices', name: 'shell.notices', roles: ['data_officer'], bodies: ['provider'] },
      { to: '/filings', name: 'shell.filings', roles: ['data_officer'], bodies: ['operator'] },
    ],
  },
  {
    name: 'shell.use',
    items: [
      { to: '/workbench', name: 'shell.workbench', roles: ['developer'] },
      {
        to: '/seats',
        name: 'shell.seats',
        roles: ['developer'],
        operator: ['data_officer', 'duty_officer', 'auditor'],
      },
      { to: '/imports', name: 'shell.imports', roles: ['developer'], operator: ['data_officer'] },
      { to: '/verification', name: 'verification.title', roles: ['developer', 'data_officer'] },
      { to: '/airlock', name: 'shell.airlock', roles: ['developer', 'data_officer', 'auditor'] },
      { to: '/airlock/queue', name: 'shell.airlockQueue', roles: ['output_checker', 'expert'] },
      { to: '/runs', name: 'shell.runs' },
    ],
  },
  {
    name: 'shell.contest',
    items: [
      { to: '/contests', name: 'shell.contests', roles: ['data_officer', 'auditor'] },
      {
        to: '/admissions',
        name: 'shell.admissions',
        roles: ['system_administrator', 'security_officer', 'data_officer'],
      },
      { to: '/desk', name: 'shell.desk', roles: ['expert'] },
      { to: '/follow-up', name: 'shell.followUp', roles: ['data_officer'] },
    ],
  },
  {
    name: 'shell.safeguard',
    items: [
      {
        to: '/venue',
        name: 'shell.venue',
        roles: ['duty_officer', 'data_officer'],
        bodies: ['operator'],
      },
      {
        to: '/watch',
        name: 'shell.watch',
        roles: ['duty_officer', 'security_officer', 'auditor'],
        bodies: ['operator', 'supervisor'],
      },
      { to: '/audit', name: 'shell.audit', roles: ['auditor'] },
      { to: '/evidence', name: 'shell.evidence' },
      { to: '/verify', name: 'shell.verify' },
      { to: '/body-keys', name: 'shell.bodyKeys', roles: ['data_officer', 'steward'] },
      { to: '/keys', name: 'shell.keys', roles: OFFICERS },
      { to: '/retention', name: 'shell.retention', roles: OFFICERS },
    ],
  },
  {
    name: 'shell.system',
    items: [
      {
        to: '/connector',
        name: 'connector.title',
        roles: [...OFFICERS, 'data_officer', 'developer'],
      },
      { to: '/participants', name: 'shell.participants', roles: [...OFFICERS, 'data_officer'] },
      { to: '/users', name: 'shell.users', roles: OFFICERS },
      { to: '/system', name: 'shell.health', roles: OFFICERS },
    ],
  },
]
