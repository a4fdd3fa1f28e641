import type { UserActor } from '../../../kernel/actor.ts'
import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import type { Policy } from '../../policy/index.ts'
import type { Side } from '../model.ts'
import { policyHash } from './rules.ts'

export interface Version {
  readonly requestId: string
  readonly n: number
  readonly side: Side
  readonly policy: Policy
  readonly comment: string | null
}

/** Keeps a version of a negotiation: every one stays, with its hash. */
export const writeVersion = ({ tx, now }: ActionScope, actor: UserActor, version: Version) =>
  tx
    .insertInto('request_version')
    .values({
      request_id: version.requestId,
      n: version.n,
      side: version.side,
      policy: JSON.stringify(version.policy),
      hash: policyHash(version.policy),
      comment: version.comment,
      user_id: actor.userId,
      at: now,
    })
    .execute()
