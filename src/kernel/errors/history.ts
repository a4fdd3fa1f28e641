import type { ErrorText } from './text.ts'

/** The release history of a project. Which rule closed it is not told: it would tell about the data. */
export const historyErrors = {
  GATE_PROJECT_CLOSED: {
    status: 409,
    zh: '本项目的放行预算已用尽，不能再提出新的查询；已放行的结果仍可使用。请与提供方商议，以新的项目另行申请。',
    en: 'The release budget of this project is used up: no further queries; what was released stays usable. Agree with the provider on a new project.',
  },
  GATE_HISTORY_DAMAGED: {
    status: 500,
    zh: '本项目的放行历史缺失或已损坏，在从备份恢复之前不能放行。请联系系统管理员。',
    en: 'The release history of this project is missing or damaged; nothing is released until it is restored from a backup. Ask the system administrator.',
  },
} as const satisfies Record<string, ErrorText>
