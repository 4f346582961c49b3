// Which data choose rows of a table, and how many rows there are.
#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "compiler/ir/table_rows.h"

namespace keratin {
namespace {

struct Ids {
  Builder b{"train", 2};
  Expr x = input(b, "x", Role::data, {Element::f32, {2, 6}, 0});
  Expr table(int64_t rows) { return input(b, "table " + std::to_string(rows), Role::weight, {Element::f32, {rows, 3}}); }
};

TEST(TableRows, OfDataThatWereOnlyMoved) {
  Ids i;
  Expr moved = to_int(pad(transpose(reshape(i.x, {2, 2, 3}), {0, 2, 1}), {0, 1, 0}, {0, 0, 0}));
  gather(i.table(7), moved);
  EXPECT_EQ(data_behind(i.b.graph, moved.id), std::vector<std::string>{"x"});
  EXPECT_EQ(table_rows(i.b.graph), (std::map<std::string, int64_t>{{"x", 7}}));
  gather(i.table(5), to_int(slice_axis(i.x, 1, 0, 2)));
  EXPECT_EQ(table_rows(i.b.graph).at("x"), 5);  // the smaller table decides
}
TEST(TableRows, NotOfComputedNumbersNorOfState) {
  Ids i;
  Expr computed = to_int(concat({i.x * 2.0, i.x}, 1)), padded = to_int(pad(i.x, {0, 1}, {0, 0}, {}, 9));
  gather(i.table(7), computed), gather(i.table(7), padded), gather(i.table(7), to_int(i.table(4)));
  EXPECT_TRUE(data_behind(i.b.graph, computed.id).empty());
  EXPECT_TRUE(table_rows(i.b.graph).empty());
}

}  // namespace
}  // namespace keratin
