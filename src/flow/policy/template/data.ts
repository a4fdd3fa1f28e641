import data from './templates.v1.json' with { type: 'json' }
import type { PolicyTemplate } from './model.ts'

export const TEMPLATES_VERSION: number = data.version
export const POLICY_TEMPLATES = data.templates as readonly PolicyTemplate[]
