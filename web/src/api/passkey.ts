import { useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { post } from './client.ts'

// The browser side of passkeys is loaded when a passkey is used, not before.
const browser = () => import('@simplewebauthn/browser')

/** Gives a passkey's answer as the second factor. */
export function usePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const optionsJSON = await post<PublicKeyCredentialRequestOptionsJSON>('/session/passkey/options')
      const { startAuthentication } = await browser()
      await post('/session/passkey/verify', { response: await startAuthentication({ optionsJSON }) })
    },
    onSuccess: () => client.refetchQueries({ queryKey: ['session'] }),
  })
}

/** Makes a passkey for the account that is signed in; the first factor brings recovery codes with it. */
export function useNewPasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ label, password }: { label: string; password?: string | undefined }) => {
      const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>('/me/passkeys/options', {
        password,
      })
      const { startRegistration } = await browser()
      const response = await startRegistration({ optionsJSON })
      return (await post<{ recoveryCodes: string[] }>('/me/passkeys/verify', { label, response }))
        .recoveryCodes
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['passkeys'] }),
  })
}
