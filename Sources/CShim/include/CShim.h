/// C that Swift cannot say. Every function is prefixed `muster_`.
#pragma once
