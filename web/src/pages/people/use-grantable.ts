import { useTranslation } from 'react-i18next'
import { useRoles } from '../../api/people.ts'
import { useHasRole } from '../../api/session.ts'
import type { UserRole } from '../../api/types.ts'

export interface RoleChoice {
  readonly value: UserRole
  readonly label: string
  readonly disabled: boolean
  /** Why it cannot be chosen. */
  readonly title: string | undefined
}

/**
 * The roles as choices: those that are not the reader's to give, or that may not meet the chosen ones (三员分立), are
 * disabled and say why. The server decides again.
 */
export function useGrantable(): (chosen?: readonly UserRole[]) => RoleChoice[] {
  const { t } = useTranslation()
  const has = useHasRole()
  const { data: roles = [] } = useRoles()
  return (chosen = []) =>
    roles.map((row) => {
      const on = chosen.includes(row.role)
      const others = chosen.filter((role) => role !== row.role)
      const alone =
        others.length > 0 &&
        (row.separated || roles.some((one) => one.separated && others.includes(one.role)))
      const title = !has(row.grantedBy)
        ? t('people.givenBy', { role: t(`role.${row.grantedBy}`) })
        : alone && !on
          ? t('people.alone')
          : undefined
      return { value: row.role, label: t(`role.${row.role}`), disabled: title !== undefined, title }
    })
}
