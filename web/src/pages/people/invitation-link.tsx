import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Invited } from '../../api/people.ts'
import { When } from '../../parts/say.tsx'

/** The link that lets a user in once. */
export function InvitationLink({ invited }: { readonly invited: Invited }) {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <p className="why ok">
        <b className="head">✓ {t('people.invited')}</b>
      </p>
      <Input.TextArea
        aria-label={t('people.link')}
        className="mono"
        readOnly
        autoSize
        value={`${location.origin}${invited.path}`}
        onFocus={(event) => event.target.select()}
      />
      <p className="faint">
        {t('people.linkOnce')} <When at={invited.expiresAt} />
      </p>
    </div>
  )
}
