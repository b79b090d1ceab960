import Glibc

puts("nothing here yet")
