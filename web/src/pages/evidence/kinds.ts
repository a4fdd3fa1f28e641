/** Kinds that one most often looks for; others are found through a subject. */
export const ENTRY_KINDS = [
  'dataset.registered',
  'version.landed',
  'product.published',
  'product.withdrawn',
  'offer.opened',
  'request.made',
  'request.approved',
  'request.rejected',
  'contract.agreed',
  'contract.suspended',
  'contract.ended',
  'run.granted',
  'run.refused',
  'run.denied',
  'run.released',
  'run.withheld',
  'user.roles_changed',
  'user.suspended',
  'participant.registered',
] as const

/** Where a subject's record is, by its name in the entry. */
export const RECORD_OF: Readonly<Record<string, string>> = {
  dataset: '/datasets',
  zone: '/zones',
  product: '/products',
  contract: '/contracts',
  run: '/runs',
  repair: '/repairs',
  participant: '/participants',
  user: '/users',
}
