/**
 * never: constraints that cannot hold together (`a` and `b` are the same path when one alone never holds).
 * forbidden: a prohibition takes away all that a permission gives. duty-forbidden: what must be done is prohibited.
 * delete-keep: what must be deleted may be stored or passed on without an end. duplicate: said twice.
 */
export const POLICY_CONFLICTS = ['never', 'forbidden', 'duty-forbidden', 'delete-keep', 'duplicate'] as const
export type ConflictKind = (typeof POLICY_CONFLICTS)[number]

/** A pair that cannot stand in one policy, as paths such as `permissions[0].constraints[1]` or `until`. */
export interface Conflict {
  readonly kind: ConflictKind
  readonly a: string
  readonly b: string
}
