import { z } from 'zod'
import { Id } from '../../../platform/http/index.ts'
import { Cell } from '../model.ts'

export const ACCESS = ['developer'] as const
export const tag = 'seats'
export const OfNotebook = Id.extend({ notebook: z.uuid() })
export const OfCell = OfNotebook.extend({ cell: Cell.shape.id })
