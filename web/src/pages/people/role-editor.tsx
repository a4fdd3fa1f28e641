import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSetRoles } from '../../api/people.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { User, UserRole } from '../../api/types.ts'
import { Problem } from '../../parts/problem.tsx'
import { useGrantable } from './use-grantable.ts'

/** Gives and takes roles. What is not mine to give is shown, disabled, with who gives it. */
export function RoleEditor({ user }: { readonly user: User }) {
  const { t } = useTranslation()
  const me = useMe()
  const has = useHasRole()
  const [roles, setRoles] = useState<readonly UserRole[]>(user.roles)
  const save = useSetRoles(user.id)
  const grantable = useGrantable()
  const own = me.user.id === user.id
  const officer = has('system_administrator', 'security_officer')
  const changed = [...roles].sort().join() !== [...user.roles].sort().join()
  return (
    <div className="stack tight">
      {own && <p className="why warn">{t('people.whyNot.own')}</p>}
      <div className="choose">
        {grantable(roles).map((choice) => (
          <div key={choice.value} className={roles.includes(choice.value) ? 'on' : ''}>
            <Checkbox
              className="grow"
              checked={roles.includes(choice.value)}
              disabled={choice.disabled || own || !officer}
              onChange={({ target }) =>
                setRoles(
                  target.checked ? [...roles, choice.value] : roles.filter((role) => role !== choice.value),
                )
              }
            >
              <b>{choice.label}</b> <span className="faint">{t(`roleDoes.${choice.value}`)}</span>
            </Checkbox>
            {choice.title && <span className="faint">{choice.title}</span>}
          </div>
        ))}
      </div>
      {save.error ? <Problem error={save.error} /> : null}
      {officer && !own && (
        <div>
          <Button
            type="primary"
            disabled={!changed}
            loading={save.isPending}
            onClick={() => save.mutate(roles)}
          >
            {t('people.saveRoles')}
          </Button>
        </div>
      )}
    </div>
  )
}
