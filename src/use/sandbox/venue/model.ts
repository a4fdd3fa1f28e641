import { z } from 'zod'
import { AttendanceView, PatrolView, TerminalView } from '../model.ts'
import { isNetwork } from './networks.ts'

const GATEWAY_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _.\-#]{0,119}$/u

export const NewTerminal = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    gatewayName: z.string().regex(GATEWAY_NAME).nullable().default(null),
    networks: z
      .array(z.string().refine(isNetwork, 'must be a network such as 10.1.0.0/16'))
      .max(20)
      .default([]),
    zone: z.string().trim().min(1).max(60),
  })
  .refine((terminal) => terminal.gatewayName !== null || terminal.networks.length > 0, {
    message: 'needs the name that the gateway states, or a network',
  })
export type NewTerminal = z.output<typeof NewTerminal>

export const TerminalRow = TerminalView.extend({
  /** Seats that are bound to it. */
  seats: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type TerminalRow = z.output<typeof TerminalRow>

export const CheckIn = z.strictObject({ userId: z.uuid(), terminalId: z.uuid().nullable().default(null) })
export type CheckIn = z.output<typeof CheckIn>
export const CheckOut = z.strictObject({ userId: z.uuid() })
export const AttendanceRow = AttendanceView.extend({ userName: z.string() })
export type AttendanceRow = z.output<typeof AttendanceRow>

export const NewPatrol = z.strictObject({
  zone: z.string().trim().min(1).max(60),
  text: z.string().trim().min(1).max(2000),
})
export type NewPatrol = z.output<typeof NewPatrol>
export const PatrolRow = PatrolView.extend({ officerName: z.string() })
export type PatrolRow = z.output<typeof PatrolRow>
