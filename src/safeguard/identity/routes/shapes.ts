import { z } from 'zod'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

/** Longer than any password that is allowed, short enough that hashing it costs nothing extra. */
export const Secret = z.string().min(1).max(512)
export const Code = z.string().regex(/^\d{6}$/)
export const RecoveryCode = z.string().min(16).max(40)
export const Token = z.string().regex(/^[\w-]{43}$/)
export const Reason = z.strictObject({ reason: z.string().trim().min(1).max(500) })

const Base64url = z
  .string()
  .regex(/^[\w-]*$/)
  .max(16_384)
const Transports = z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).max(10)

/** What `navigator.credentials.create` gave, as JSON. Members that we do not read are dropped. */
export const RegistrationResponse = z.object({
  id: Base64url.min(1).max(2048),
  rawId: Base64url.min(1).max(2048),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Base64url,
    attestationObject: Base64url,
    transports: Transports.optional(),
  }),
  clientExtensionResults: z.object({}),
}) satisfies z.ZodType<RegistrationResponseJSON>

/** What `navigator.credentials.get` gave, as JSON. */
export const AuthenticationResponse = z.object({
  id: Base64url.min(1).max(2048),
  rawId: Base64url.min(1).max(2048),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Base64url,
    authenticatorData: Base64url,
    signature: Base64url,
    userHandle: Base64url.optional(),
  }),
  clientExtensionResults: z.object({}),
}) satisfies z.ZodType<AuthenticationResponseJSON>

const Descriptor = z.object({
  id: z.string(),
  type: z.string(),
  transports: z.array(z.string()).optional(),
})

export const RegistrationOptions = z.object({
  rp: z.object({ id: z.string().optional(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ alg: z.int(), type: z.literal('public-key') })),
  timeout: z.int().optional(),
  excludeCredentials: z.array(Descriptor).optional(),
  authenticatorSelection: z
    .object({
      residentKey: z.string().optional(),
      requireResidentKey: z.boolean().optional(),
      userVerification: z.string().optional(),
    })
    .optional(),
  attestation: z.string().optional(),
})

export const AuthenticationOptions = z.object({
  challenge: z.string(),
  timeout: z.int().optional(),
  rpId: z.string().optional(),
  allowCredentials: z.array(Descriptor).optional(),
  userVerification: z.string().optional(),
})
