import { noMariadb } from '../../../../../test/support/mariadb.ts'
import { driverSuite } from '../driver-suite.fixture.ts'
import { mariadbUnderTest, postgresqlUnderTest } from './databases.fixture.ts'

driverSuite('postgresql', postgresqlUnderTest)
driverSuite('mysql (MariaDB)', mariadbUnderTest, { skip: noMariadb() })
