import './sections.css'
import { NavLink } from 'react-router'

interface Section {
  readonly to: string
  readonly name: string
}

/** The pages of one room beside each other. */
export function Sections({ label, items }: { readonly label: string; readonly items: readonly Section[] }) {
  return (
    <nav className="sections" aria-label={label}>
      {items.map(({ to, name }) => (
        // What has another section below itself is left when one goes down into that one.
        <NavLink key={to} to={to} end={items.some((other) => other.to.startsWith(`${to}/`))}>
          {name}
        </NavLink>
      ))}
    </nav>
  )
}
