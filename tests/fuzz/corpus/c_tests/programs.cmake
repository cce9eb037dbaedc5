cmake_minimum_required(VERSION 3.20)
#[==[ add_test(no)
]==]
add_executable(t "a b.c" ${SOURCES} [=[c.c]=])
add_test(NAME n COMMAND $<TARGET_FILE:t>)
set_tests_properties(n PROPERTIES LABELS "unit;slow"
