import Foundation
import MusterCLI

exit(await Muster.launch())
