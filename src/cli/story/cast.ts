import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { seedDemo } from '../../safeguard/identity/index.ts'
import { makeUscc } from '../../demo/index.ts'

export interface StoryCast {
  readonly provider: { readonly participantId: string }
  /** Data officer of the provider. */
  readonly officer: UserActor
  /** Data officer and developer of the consumer. */
  readonly analyst: UserActor
}

/** A provider and a consumer for a scratch space. */
export async function cast(core: Core): Promise<StoryCast> {
  const { participants, users } = await seedDemo(
    core,
    [
      {
        key: 'provider',
        nameZh: '故事提供方',
        nameEn: 'Story provider',
        uscc: makeUscc('11', '310000', 'MB9R0091'),
        roles: ['provider'],
        regionCode: '310000',
      },
      {
        key: 'consumer',
        nameZh: '故事使用方',
        nameEn: 'Story consumer',
        uscc: makeUscc('91', '310000', 'MB9R0092'),
        roles: ['consumer'],
        regionCode: '310000',
      },
    ],
    [
      { body: 'provider', login: 'officer', displayName: 'Officer', roles: ['data_officer'] },
      { body: 'consumer', login: 'analyst', displayName: 'Analyst', roles: ['developer'] },
    ],
  )
  return {
    provider: { participantId: participants.provider! },
    officer: {
      kind: 'user',
      userId: users.officer!,
      participantId: participants.provider!,
      roles: ['data_officer'],
    },
    analyst: {
      kind: 'user',
      userId: users.analyst!,
      participantId: participants.consumer!,
      roles: ['developer'],
    },
  }
}
