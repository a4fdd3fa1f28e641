import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePasskey } from '../../api/passkey.ts'
import { Problem } from '../../parts/problem.tsx'

/** Only where the browser can do it. A dialog that the user closed is not an error. */
export function PasskeyButton() {
  const { t } = useTranslation()
  const passkey = usePasskey()
  if (typeof PublicKeyCredential === 'undefined') return null
  const closed = passkey.error instanceof Error && passkey.error.name === 'NotAllowedError'
  return (
    <>
      <Button block loading={passkey.isPending} onClick={() => passkey.mutate()}>
        {t('signin.secondPasskey')}
      </Button>
      {passkey.error && !closed ? <Problem error={passkey.error} /> : null}
    </>
  )
}
